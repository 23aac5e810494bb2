package io.github.camelwallaroo.routes.support.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.WallarooConstants;

class FileSinkTest {

    @TempDir
    private Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final FileSink sink = new FileSink();
    private final Delivery delivery = new Delivery(context, sink);
    private Path file;

    @BeforeEach
    void configure() {
        file = folder.resolve("out.txt");
        sink.setConnector("conversion");
        sink.setFile(file.toString());
    }

    @AfterEach
    void stop() {
        sink.stop();
        context.stop();
    }

    private Exchange message(long offset, Object body) {
        return delivery.message("worker", offset, body);
    }

    @Test
    void shouldAppendBodiesInOrderAndPassOverRepetitions() throws Exception {
        sink.start();
        Exchange[] messages = new Exchange[1_000];
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            messages[i] = message(i * 2L, i % 2 == 0 ? Integer.toString(i) : Integer.toString(i).getBytes());
            expected.append(i).append('\n');
        }
        assertThat(delivery.deliver(messages)).containsOnlyNulls();
        assertThat(delivery.deliver(message(1_996, "998"), message(1_998, "999"))).containsOnlyNulls();
        sink.stop();
        sink.start();
        assertThat(delivery.deliver(message(1_998, "999"), message(2_000, 35.6f))).containsOnlyNulls();

        assertThat(file).hasContent(expected + "35.6\n");
    }

    @Test
    void shouldFrameAsItIsTold() throws Exception {
        sink.setSeparator("length");
        sink.setForce(false);
        sink.start();
        delivery.deliver(message(0, "a\nb"), message(3, new byte[0]));

        assertThat(file).hasBinaryContent(ByteBuffer.allocate(11).putInt(3).put("a\nb".getBytes()).putInt(0).array());
        assertThatThrownBy(() -> sink.setSeparator("tab")).hasMessage(
                "separator is 'tab', expected one of newline, none, length");
    }

    @Test
    void shouldAppendMessagesWithoutAPositionAsTheyCome() throws Exception {
        sink.setSeparator("none");
        sink.start();
        for (Map<String, Object> headers : java.util.List.<Map<String, Object>>of(Map.of(),
                Map.of(WallarooConstants.STREAM, "worker", WallarooConstants.EPOCH, 0L, WallarooConstants.OFFSET,
                        0L))) {
            Exchange plain = new DefaultExchange(context);
            plain.getMessage().setHeaders(new java.util.HashMap<>(headers));
            plain.getMessage().setBody("x");
            assertThat(delivery.deliver(plain, plain)).containsOnlyNulls();
        }

        assertThat(file).hasContent("xxxx");
    }

    @Test
    void shouldFailABodyWithoutBytesAlone() throws Exception {
        sink.start();

        assertThat(delivery.deliver(message(0, new Object()), message(1, "next"))).satisfiesExactly(
                failure -> assertThat(failure).hasMessageContaining("java.lang.Object has no bytes"),
                failure -> assertThat(failure).isNull());
    }

    @Test
    void shouldStandStillAtAFailureAndGoOnWhenTheMessageComesAgain() throws Exception {
        sink.start();
        delivery.deliver(message(0, "one"));
        Files.writeString(file, "intruder", StandardOpenOption.APPEND);

        assertThat(delivery.deliver(message(3, "two"), message(6, "three"), delivery.message("other", 0, "uno")))
                .allSatisfy(failure -> assertThat(failure).hasMessageMatching(
                        "(?s).*(somebody else writes to it|not written, since conversion/worker/1/3).*"));
        Files.writeString(file, "one\n");
        assertThat(delivery.deliver(message(6, "three"))).singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("not written, since"));

        assertThat(delivery.deliver(message(3, "two"), message(6, "three"))).containsOnlyNulls();
        assertThat(file).hasContent("one\ntwo\nthree\n");
    }

    @Test
    void shouldWriteNothingBehindAGapHoweverMessagesAreGathered() throws Exception {
        sink.start();
        for (int round = 0; round < 200; round++) {
            long at = round * 30L;
            String before = Files.readString(file);
            Files.writeString(file, "intruder", StandardOpenOption.APPEND);
            Exchange[] messages = {message(at, "a"), message(at + 10, "b"), message(at + 20, "c")};
            assertThat(delivery.deliver(messages)).doesNotContainNull();
            Files.writeString(file, before);
            // As the consumer does: all that failed comes again, in order, until it is there.
            while (Files.readString(file).equals(before)) {
                assertThat(delivery.deliver(message(at, "a"), message(at + 10, "b"), message(at + 20, "c")))
                        .containsOnlyNulls();
            }
            assertThat(Files.readString(file)).isEqualTo(before + "a\nb\nc\n");
        }
    }

    @Test
    void shouldGoOnBehindAFailureWhenSomebodyElseTakesTheMessage() throws Exception {
        sink.setDeadLetter("log:dead");
        sink.start();
        Files.writeString(file, "intruder", StandardOpenOption.APPEND);
        assertThat(delivery.deliver(message(0, "one"))).doesNotContainNull();
        Files.writeString(file, "");

        assertThat(delivery.deliver(message(3, "two"))).containsOnlyNulls();
        assertThat(file).hasContent("two\n");
    }

    @Test
    void shouldKeepASecondWriterAway() throws Exception {
        sink.start();
        FileSink second = new FileSink();
        second.setFile(file.toString());

        assertThatThrownBy(second::start).rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another connector writes to " + file);
        delivery.deliver(message(0, "one"));
        assertThat(Files.readString(file)).isEqualTo("one\n");
        assertThatThrownBy(second::start).rootCause().hasMessageContaining("another connector");
        sink.stop();
        second.start();
        second.stop();
    }

    @Test
    void shouldSayAtTheStartWhyItCannotWrite() throws Exception {
        sink.setFile(folder.resolve("missing/out.txt").toString());
        assertThatThrownBy(sink::start).rootCause()
                .hasMessageContaining("there is no folder " + folder.resolve("missing") + "; make it first");
        FileSink other = new FileSink();
        other.setFile(folder.toString());
        assertThatThrownBy(other::start).rootCause().hasMessageContaining("it is a folder");
    }
}
