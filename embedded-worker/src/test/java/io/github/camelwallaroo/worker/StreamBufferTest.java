package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.transport.Connection;

@Timeout(60)
class StreamBufferTest {

    private final StreamBuffer buffer = new StreamBuffer(4, 1_000_000);
    private final Connection connection = new Nowhere();

    @BeforeEach
    void connect() {
        buffer.connected(connection);
        buffer.open(true);
    }

    private void add(String... outputs) {
        buffer.addAll(List.of(outputs).stream().map(WireFormat::text).toList());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the writer is given next, all of which it writes. */
    private String next() {
        StreamBuffer.Batch batch = buffer.next();
        buffer.written(batch.payloads().size());
        return batch.frames().isEmpty()
                ? batch.offset() + ":" + batch.payloads().stream().map(StreamBufferTest::text).toList()
                : "frames " + batch.frames().stream().map(StreamBufferTest::text).toList();
    }

    private void place(String frame) {
        buffer.place(WireFormat.text(frame));
    }

    private CompletableFuture<String> nextLater() {
        return CompletableFuture.supplyAsync(this::next);
    }

    private static void assertWaits(CompletableFuture<?> waiting) {
        // Proves nothing when the thread is slow, and never fails then.
        assertThat(waiting).isNotDone();
    }

    @Test
    void shouldGiveOutputWithItsPlace() {
        add("ab", "c");
        assertThat(next()).isEqualTo("0:[ab, c]");
        add("", "d");
        assertThat(next()).isEqualTo("3:[, d]");
        assertThat(buffer.offset()).isEqualTo(4);
        assertThat(buffer.messages()).isZero();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void shouldHoldWhatComesLater() {
        add("ab");
        assertThat(buffer.hold()).isEqualTo(2);
        add("c");
        place("PHASE1");
        assertThat(next()).isEqualTo("0:[ab]");
        assertThat(next()).isEqualTo("frames [PHASE1]");
        CompletableFuture<String> phase2 = nextLater();
        assertWaits(phase2);
        place("PHASE2");
        buffer.release();
        assertThat(phase2.join()).isEqualTo("frames [PHASE2]");
        assertThat(next()).isEqualTo("2:[c]");
    }

    @Test
    void shouldPlaceAFrameBeforeAllOutputWhenNothingIsHeld() {
        add("ab");
        place("now");
        assertThat(next()).isEqualTo("frames [now]");
        assertThat(next()).isEqualTo("0:[ab]");
    }

    @Test
    void shouldGiveFramesAndNoOutputWhenNotOpen() {
        buffer.open(false);
        add("ab");
        place("HELLO");
        place("NOTIFY");
        assertThat(next()).isEqualTo("frames [HELLO, NOTIFY]");
        CompletableFuture<String> output = nextLater();
        assertWaits(output);
        buffer.open(true);
        assertThat(output.join()).isEqualTo("0:[ab]");
    }

    @Test
    void shouldGiveAgainWhatWasNotWritten() {
        add("ab", "c");
        StreamBuffer.Batch batch = buffer.next();
        buffer.written(1);
        assertThat(batch.payloads()).hasSize(2);
        assertThat(next()).isEqualTo("2:[c]");
    }

    @Test
    void shouldKeepOutputAndDropFramesWhenTheConnectionIsGone() {
        add("ab");
        place("PHASE1");
        buffer.disconnected();
        buffer.begin();
        place("HELLO");
        buffer.connected(connection);
        assertThat(next()).isEqualTo("frames [HELLO]");
        buffer.open(true);
        assertThat(next()).isEqualTo("0:[ab]");
    }

    @Test
    void shouldBeginWhereItIsReset() {
        add("ab");
        next();
        buffer.hold();
        add("cd", "e");
        buffer.reset(1);
        add("x");
        assertThat(next()).isEqualTo("1:[x]");
        assertThat(buffer.offset()).isEqualTo(2);
        assertThat(buffer.writtenOffset()).isEqualTo(2);
    }

    @Test
    void shouldHoldWhoAddsWhileTooMuchWaits() {
        buffer.open(false);
        add("a", "b", "c", "d");
        CompletableFuture<Void> held = CompletableFuture.runAsync(buffer::awaitRoom);
        assertWaits(held);
        buffer.open(true);
        assertThat(next()).isEqualTo("0:[a, b, c, d]");
        held.join();
    }

    @Test
    void shouldLetGoWhoAddsWhenItIsReset() {
        buffer.open(false);
        add("a", "b", "c", "d");
        CompletableFuture<Void> held = CompletableFuture.runAsync(buffer::awaitRoom);
        assertWaits(held);
        buffer.reset(0);
        held.join();
    }

    @Test
    void shouldLetGoEverybodyWhenClosed() {
        add("a", "b", "c", "d");
        CompletableFuture<Void> held = CompletableFuture.runAsync(buffer::awaitRoom);
        buffer.close();
        held.join();
        assertThat(buffer.next()).isNull();
    }

    @Test
    void shouldWaitForTheWriterWhenTheConnectionIsGone() {
        add("a");
        StreamBuffer.Batch batch = buffer.next();
        CompletableFuture<Void> gone = CompletableFuture.runAsync(buffer::disconnected);
        assertWaits(gone);
        buffer.written(batch.payloads().size());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(gone::isDone);
    }

    @Test
    void shouldCountWhatIsDroppedWhenMuted() {
        buffer.mute();
        add("a", "b");
        assertThat(buffer.messages()).isZero();
        assertThat(buffer.lost()).isEqualTo(2);
    }
}
