package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.transport.Connection;

@Timeout(60)
class SessionOutputTest {

    private final FakeConnection connection = new FakeConnection();
    private final SourceFaults faults = new SourceFaults();
    private final SessionOutput output = new SessionOutput(connection, faults);

    private static final class FakeConnection implements Connection {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean blocking;
        private volatile boolean writing;
        private volatile boolean ended;
        private volatile boolean closed;

        @Override
        public int read(ByteBuffer target) {
            throw new AssertionError("nobody reads");
        }

        @Override
        public int write(byte[] source, int offset, int length) throws IOException {
            writing = true;
            if (blocking) {
                awaitRelease();
            }
            if (closed) {
                throw new IOException("closed");
            }
            int taken = Math.min(length, 7);
            written.write(source, offset, taken);
            return taken;
        }

        private void awaitRelease() {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean tellsWhatWasWritten() {
            return true;
        }

        @Override
        public void endOutput() {
            ended = true;
        }

        @Override
        public String remoteAddress() {
            return "a test";
        }

        @Override
        public String localAddress() {
            return "a test";
        }

        @Override
        public void close() {
            closed = true;
            released.countDown();
        }
    }

    private static byte[] frame(int number) {
        return new byte[]{0, 0, 0, 5, 1, 0, 0, 0, (byte) number};
    }

    @Test
    void shouldWriteInTheOrderInWhichWasAdded() {
        output.add(frame(1));
        output.add(frame(2));
        assertThat(output.isWaiting()).isTrue();
        output.flush();
        output.add(frame(3));
        output.flush();

        assertThat(connection.written.toByteArray())
                .isEqualTo(WireFormat.joined(List.of(frame(1), frame(2), frame(3))));
        assertThat(output.isWaiting()).isFalse();
    }

    @Test
    void shouldNotHoldWhoeverAddsWhileTheConnectorDoesNotRead() throws Exception {
        connection.blocking = true;
        output.add(frame(1));
        Thread writer = new Thread(output::flush);
        writer.start();
        Awaitility.await().until(() -> connection.writing);

        output.add(frame(2));
        output.flush();
        connection.blocking = false;
        connection.released.countDown();
        writer.join();
        assertThat(connection.written.toByteArray())
                .isEqualTo(WireFormat.joined(List.of(frame(1), frame(2))));
    }

    @Test
    void shouldCloseInsteadOfKeepingEverythingWhenTheConnectorNeverReads() {
        byte[] big = new byte[64 * 1024];
        int added = 0;
        while (output.add(big)) {
            added++;
        }

        assertThat(added).isEqualTo(SessionOutput.MOST_BYTES / big.length);
        assertThat(connection.closed).isTrue();
        assertThat(output.isWaiting()).isFalse();
        assertThat(output.add(big)).as("further frames are dropped").isTrue();
        assertThat(output.isWaiting()).isFalse();
    }

    @Test
    void shouldEndBehindWhatWasAdded() {
        output.add(frame(1));
        output.finish();
        output.add(frame(2));
        output.flush();

        assertThat(connection.written.toByteArray()).isEqualTo(frame(1));
        assertThat(connection.ended).isTrue();
    }

    @Test
    void shouldWriteNothingWhileTheWorkerHangs() {
        faults.hang(true);
        output.add(frame(1));
        output.flush();
        assertThat(connection.written.size()).isZero();

        faults.hang(false);
        output.flush();
        assertThat(connection.written.toByteArray()).isEqualTo(frame(1));
    }

    @Test
    void shouldEndInTheMiddleWhenAFaultSaysSo() {
        faults.spoilNextFrame(SourceFaults.FrameFault.CUT);
        output.add(frame(1));
        output.add(frame(2));
        output.flush();

        assertThat(connection.written.toByteArray()).isEqualTo(new byte[]{0, 0, 0, 5});
        assertThat(connection.closed).isTrue();
    }

    @Test
    void shouldSpoilOneFrameWhenAFaultSaysSo() {
        faults.spoilNextFrame(SourceFaults.FrameFault.CORRUPT);
        output.add(frame(1));
        output.add(frame(2));
        output.flush();

        byte[] corrupt = frame(1);
        corrupt[4] = 42;
        assertThat(connection.written.toByteArray())
                .isEqualTo(WireFormat.joined(List.of(corrupt, frame(2))));
    }

    @Test
    void shouldCloseWhenTheConnectionBroke() {
        connection.closed = true;
        output.add(frame(1));
        output.flush();

        assertThat(output.isWaiting()).isFalse();
    }
}
