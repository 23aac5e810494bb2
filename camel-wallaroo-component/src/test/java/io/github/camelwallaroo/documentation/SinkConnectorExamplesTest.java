package io.github.camelwallaroo.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.DiallingSession;
import io.github.camelwallaroo.sink.OutputPosition;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.SinkSessionOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** What the page about plain Java shows of sinks for resilient workers. */
class SinkConnectorExamplesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldAddEachAmountOnce() throws Exception {
        SinkConnector connector = listen(directory.resolve("log"));
        try (DiallingSession worker = DiallingSession.dial(connector.address().port(), "initializer")) {
            worker.start(0);
            worker.commit("t0", 0);
            worker.commit("t1", 0, "\0\0\0\0\0\0\0\1", "\0\0\0\0\0\0\0\2");
            await().until(() -> sum() == 3);
            assertThat(add(new OutputPosition("amounts", "s", 1, 8, "t1"), 2)).isNull();
            assertThat(sum()).isEqualTo(3);
        } finally {
            connector.close();
        }
    }

    private SinkConnector listen(Path state) throws IOException {
        SinkOptions options = SinkOptions.of("amounts", new HostPort("127.0.0.1", 0), Protocol.V1)
                .withSession(SinkSessionOptions.of("amounts").withResilience(true).withTransactionLog(state));
        SinkConnector connector = SinkConnector.of(options, Format.of("int64"), ConnectorThreads.daemons());
        connector.listen(() -> new SinkHandler() {

            @Override
            public void message(ReceivedMessage message, SinkCompletion done) {
                done.done(add(message.position(), (Long) message.body()));
            }

            @Override
            public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
                done.done(cause);
            }
        });
        return connector;
    }

    /** Sum and position change at once, so that a repetition is recognised. @return why it is not stored; null if it is */
    private Exception add(OutputPosition position, long amount) {
        try {
            Path file = directory.resolve("sum");
            String[] last = Files.exists(file) ? Files.readString(file).split(" ") : new String[]{"0", "0", "0"};
            long epoch = Long.parseLong(last[1]);
            if (position.epoch() > epoch || position.epoch() == epoch && position.offset() > Long.parseLong(last[2])) {
                long sum = Long.parseLong(last[0]) + amount;
                Path next = Files.writeString(directory.resolve("sum.next"),
                        sum + " " + position.epoch() + " " + position.offset());
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private long sum() throws IOException {
        Path file = directory.resolve("sum");
        return Files.exists(file) ? Long.parseLong(Files.readString(file).split(" ")[0]) : 0;
    }
}
