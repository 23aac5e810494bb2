package io.github.camelwallaroo.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32C;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** A sink in a process of its own whose handler waits with the first message until it is told to go on. */
final class BacklogSink implements SinkHandler {

    static final String PORT = "port ";
    /** To it: look how much heap is live. From it: so many bytes. */
    static final String LIVE = "live ";
    /** To it: deliver. */
    static final String GO = "go";
    /** From it: that many messages, and the checksum of all their bytes. */
    static final String DELIVERED = "delivered ";

    private static final int LOOKS = 5;

    private final CountDownLatch go = new CountDownLatch(1);
    private final CRC32C sum = new CRC32C();
    private final long expected;
    private long count;

    private BacklogSink(long expected) {
        this.expected = expected;
    }

    /** @param arguments directory of the log, how many messages are expected */
    public static void main(String[] arguments) throws IOException {
        BacklogSink handler = new BacklogSink(Long.parseLong(arguments[1]));
        SinkOptions options = SinkOptions.of("backlog", new HostPort("127.0.0.1", 0), Protocol.V1);
        SinkConnector sink = SinkConnector.of(
                options.withSession(
                        options.session()
                                .withCookie(ModelFrames.COOKIE)
                                .withResilience(true)
                                .withTransactionLog(Path.of(arguments[0]))),
                Format.of("bytes"), ConnectorThreads.daemons());
        sink.listen(() -> handler);
        System.out.println(PORT + sink.address().port());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals(GO)) {
                handler.go.countDown();
            } else {
                System.out.println(command + live());
            }
        }
        Runtime.getRuntime().halt(3);
    }

    /** The least of several looks: another thread may be busy during one of them. */
    private static long live() {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS; look++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Override
    public void message(ReceivedMessage message, SinkCompletion done) throws InterruptedException {
        go.await();
        sum.update((byte[]) message.body());
        count++;
        done.done(null);
        if (count == expected) {
            System.out.println(DELIVERED + count + " " + sum.getValue());
        }
    }

    @Override
    public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
        done.done(cause);
    }
}
