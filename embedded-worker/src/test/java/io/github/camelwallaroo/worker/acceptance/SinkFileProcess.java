package io.github.camelwallaroo.worker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.testservices.faults.DiskOperation;
import io.github.camelwallaroo.testservices.faults.HookedDisk;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * A sink of generation 1 in a process of its own that writes a worker's output to a file, each message where its offset says,
 * so that what comes again changes nothing. Lines to its standard input make its disk fail, or its deliveries slow.
 */
final class SinkFileProcess implements SinkHandler {

    static final String CONNECTOR = "counts";
    static final String FILE = "output";
    static final String READY = "ready";
    /** Begins a line about what no sink may do. */
    static final String WRONG = "wrong ";

    static final String DISK_FAILS = "disk fails";
    static final String DISK_WORKS = "disk works";
    static final String SLOW = "slow";
    static final String FAST = "fast";

    private static final long SLOW_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final FileChannel file;
    private volatile boolean diskFails;
    private volatile boolean slow;
    private long next = -1;

    private SinkFileProcess(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** @param arguments directory, port */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        SinkFileProcess process = new SinkFileProcess(directory.resolve(FILE));
        SinkOptions options = SinkOptions.of(CONNECTOR, new HostPort("127.0.0.1", Integer.parseInt(arguments[1])),
                Protocol.V1);
        SinkConnector sink = SinkConnector.of(
                options.withSession(options.session()
                        .withResilience(true)
                        .withTransactionLog(HookedDisk.of(directory.resolve("log"), process::change))
                        .withDeliveredFlush(20, Duration.ofMillis(50))),
                Format.of("bytes"), ConnectorThreads.daemons());
        sink.listen(() -> process);
        System.out.println(READY);
        process.obey();
        // Its parent has ended.
        Runtime.getRuntime().halt(3);
    }

    private void obey() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case DISK_FAILS -> diskFails = true;
                case DISK_WORKS -> diskFails = false;
                case SLOW -> slow = true;
                case FAST -> slow = false;
                default -> System.out.println(WRONG + command);
            }
        }
    }

    private void change(DiskOperation operation) throws IOException {
        if (diskFails) {
            throw new IOException("the disk fails on purpose: " + operation);
        }
    }

    @Override
    public void message(ReceivedMessage message, SinkCompletion done) {
        if (slow) {
            LockSupport.parkNanos(SLOW_NANOS);
        }
        byte[] payload = (byte[]) message.body();
        long offset = message.position().offset();
        try {
            if (next >= 0 ? offset != next : offset > file.size()) {
                System.out.println(WRONG + "byte " + offset + " is delivered after " + Math.max(next, file.size()));
            }
            next = offset + payload.length;
            file.write(ByteBuffer.wrap(payload), offset);
            done.done(null);
        } catch (IOException e) {
            done.done(e);
        }
    }

    @Override
    public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
        System.out.println(WRONG + cause);
        done.done(cause);
    }
}
