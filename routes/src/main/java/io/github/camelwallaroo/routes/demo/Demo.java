package io.github.camelwallaroo.routes.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Celsius to Fahrenheit, end to end, in one process: sends readings as UDP datagrams to {@code udp_source}, takes the
 * results from {@code udp_sink}, and prints and checks each pair. One thread runs it, any other may stop it.
 */
public final class Demo {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    // So few that no buffer on the way overflows, so many that every part has something to do.
    private static final int WINDOW = 256;
    private static final long NANOS = 1_000_000_000L;
    private static final int MAX_RESULT = 100;

    /**
     * What to send.
     *
     * @param count       how many readings, at most
     * @param rate        readings a second; 0 = as fast as results come back
     * @param keepRunning begin anew at the end, until stopped
     * @param input       {@code numbers}, {@code weather}, {@code -} for standard input, or a file's path
     */
    public record Options(long count, int rate, boolean keepRunning, String input) {}

    private final Options options;
    private final PrintWriter out;
    private final Tally tally = new Tally();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean complained;

    /**
     * @param out where pairs and the report go
     */
    public Demo(Options options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs it to its end.
     *
     * @return             whether all is well: every reading came back, right, and nothing in the input was left out
     * @throws IOException if the input cannot be read or a socket fails
     */
    public boolean run() throws IOException, InterruptedException {
        try (DatagramSocket results = FreePort.udpSocket(6790)) {
            results.setReceiveBufferSize(4 * 1024 * 1024);
            Pipeline.Ports ports = new Pipeline.Ports(FreePort.udp(6789), FreePort.tcp(7100), FreePort.tcp(7200),
                    results.getLocalPort());
            try (Pipeline pipeline = Pipeline.start(ports)) {
                introduce(pipeline, ports);
                Thread receiver = new Thread(() -> receive(results), "results");
                receiver.start();
                long start = System.nanoTime();
                sendInBackground(ports.feed());
                tally.awaitFewerThan(1, PATIENCE_NANOS);
                long took = System.nanoTime() - start;
                results.close();
                receiver.join();
                say("");
                tally.report(took).forEach(this::say);
            }
            return tally.good() && !complained;
        } finally {
            ended.countDown();
        }
    }

    /** Lets it come to an orderly end now, and waits for that. */
    public void stop() throws InterruptedException {
        stopping = true;
        ended.await();
    }

    private Readings open() throws IOException {
        return switch (options.input()) {
            case "numbers" -> Readings.numbers();
            case "weather" -> new Weather();
            case "-" -> Readings.lines(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                    "standard input", this::complain);
            default -> Readings.lines(Files.newBufferedReader(Path.of(options.input())), options.input(),
                    this::complain);
        };
    }

    private void introduce(Pipeline pipeline, Pipeline.Ports ports) {
        say("One process, three parts: a source connector, a Wallaroo worker that runs the application");
        say("Celsius to Fahrenheit, and a sink connector. All on 127.0.0.1:");
        say("  " + pipeline);
        other(6789, ports.feed());
        other(7100, ports.source());
        other(7200, ports.sink());
        other(6790, ports.results());
        say("");
    }

    private void other(int usual, int actual) {
        if (usual != actual) {
            say("  (port " + usual + " is taken, so it is " + actual + ")");
        }
    }

    // Whoever waits for standard input cannot be woken, so it is another thread that waits.
    private void sendInBackground(int port) throws IOException, InterruptedException {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            send(port);
            return null;
        });
        Thread sender = new Thread(sending, "readings");
        sender.setDaemon(true);
        sender.start();
        while (!stopping) {
            try {
                sending.get(100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                // Not done yet.
            } catch (ExecutionException e) {
                throw new IOException("cannot send readings: " + e.getCause(), e.getCause());
            }
        }
    }

    private void send(int port) throws IOException, InterruptedException {
        InetSocketAddress feed = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Readings readings = open();
        long start = System.nanoTime();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (long sent = 0; !stopping && (options.keepRunning() || sent < options.count()); sent++) {
                pace(start, sent);
                Reading reading = readings.next();
                if (reading == null && options.keepRunning() && sent > 0 && !options.input().equals("-")) {
                    readings.close();
                    readings = open();
                    reading = readings.next();
                }
                if (reading == null) {
                    return;
                }
                tally.awaitFewerThan(WINDOW, PATIENCE_NANOS);
                byte[] datagram = reading.datagram();
                tally.sending(reading, System.nanoTime());
                socket.send(new DatagramPacket(datagram, datagram.length, feed));
            }
        } finally {
            readings.close();
        }
    }

    private void pace(long start, long sent) {
        if (options.rate() > 0) {
            long due = start + sent * NANOS / options.rate();
            for (long left = due - System.nanoTime(); left > 0 && !stopping; left = due - System.nanoTime()) {
                LockSupport.parkNanos(Math.min(left, NANOS / 10));
            }
        }
    }

    private void receive(DatagramSocket results) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_RESULT], MAX_RESULT);
        while (!results.isClosed()) {
            try {
                packet.setLength(MAX_RESULT);
                results.receive(packet);
                String result = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                Optional<Reading> reading = tally.received(result, System.nanoTime());
                say(reading.map(each -> each + " -> " + result + " F")
                        .orElse("a result that belongs to no reading: '" + result + "'"));
            } catch (IOException e) {
                if (!results.isClosed()) {
                    say("cannot receive results: " + e);
                }
            }
        }
    }

    private void complain(String text) {
        complained = true;
        say(text);
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
