package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.sink.SinkProcess.Effect;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.testservices.faults.Patience;

/** Whoever comes to a sink's port without being a worker costs it little, and its worker nothing. */
@Timeout(180)
class HostilePeersIT {

    private static final String HEAP = "48m";
    private static final int RANDOM_PEERS = 10 * Integer.getInteger("faults", 20);
    private static final int SILENT_PEERS = SinkOptions.DEFAULT_MAX_CONNECTIONS - 10;
    private static final int PASSING_PEERS = 3_000;
    private static final int GREEDY_PEERS = 30;
    private static final int ACTS = 40;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffff_ffffL);
    private final Random random = new Random(seed);
    private final ModelWorker model = new ModelWorker(new Random(seed));
    private final List<Socket> open = new ArrayList<>();
    private ChildJvm sink;
    private int port;

    @BeforeEach
    void startSink() throws Exception {
        sink = ChildJvm.start(SinkProcess.class, HEAP, directory.toString(), Effect.EXACT.name(), "0");
        port = Integer.parseInt(sink.awaitLine(SinkProcess.PORT));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        sink.close();
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) Patience.LONG.toMillis());
        open.add(socket);
        return socket;
    }

    /** A worker is served from beginning to end, whoever else is there. */
    private void serve() throws Exception {
        SocketWorker worker = new SocketWorker(model, what -> {});
        AtomicInteger acts = new AtomicInteger();
        Patience.until("the worker is served", () -> worker.serve(port, () -> acts.incrementAndGet() > ACTS));
        StringBuilder committed = new StringBuilder();
        model.truth.forEach(output -> committed.append(output, output.indexOf(':') + 1, output.length()));
        Patience.untilTrue(
                () -> assertThat(Files.readString(directory.resolve(ExactFile.NAME))).isEqualTo(committed.toString()));
        assertThat(sink.isAlive()).as("%s", sink.lines()).isTrue();
        assertThat(sink.lines()).noneMatch(line -> line.contains("OutOfMemory") || line.contains("Exception"));
    }

    @Test
    void shouldServeItsWorkerWhenPeersSendWhateverBytes() throws Exception {
        serve();
        for (int i = 0; i < RANDOM_PEERS; i++) {
            Socket peer = dial();
            try {
                peer.getOutputStream().write(hostile());
                if (random.nextBoolean()) {
                    peer.close();
                }
            } catch (IOException closed) {
                // That is what they deserve.
            }
        }
        serve();
        System.out.printf("%d peers with random bytes, seed %d%n", RANDOM_PEERS, seed);
    }

    /** Noise, or frames as a worker sends them with something changed. */
    private byte[] hostile() {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        for (ConnectorFrame frame : List.of(ModelFrames.hello(), ModelFrames.notifying("hostile", random.nextLong()),
                ModelFrames.list(), ModelFrames.phase1("c_id=1", random.nextInt(9), random.nextInt(9)),
                new Message(StreamId.OUTPUT, random.nextLong(), 0, Message.NO_KEY, noise),
                new Hello("v0.0.1", "not the cookie", "Celsius to Fahrenheit", "initializer"))) {
            byte[] frameBytes = ConnectorCodec.encode(frame);
            if (random.nextInt(3) == 0) {
                frameBytes[random.nextInt(frameBytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) > 0) {
                bytes.put(frameBytes);
            }
        }
        byte[] frames = new byte[bytes.flip().remaining()];
        bytes.get(frames);
        return random.nextInt(4) == 0 ? noise : frames;
    }

    @Test
    void shouldServeItsWorkerWhenMostOfItsConnectionsAreSilent() throws Exception {
        for (int i = 0; i < SILENT_PEERS; i++) {
            dial();
        }
        serve();
    }

    @Test
    void shouldServeItsWorkerWhenThousandsComeAndGo() throws Exception {
        for (int i = 0; i < PASSING_PEERS; i++) {
            dial().close();
        }
        open.clear();
        serve();
    }

    /** Memory is for those who have said who they are: nobody else needs frames of more than a few hundred bytes. */
    @Test
    void shouldKeepItsMemoryWhenStrangersAnnounceLargeFrames() throws Exception {
        byte[] part = new byte[4 * MEBIBYTE];
        ByteBuffer.wrap(part).putInt(60 * MEBIBYTE).put((byte) 5);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < GREEDY_PEERS; i++) {
            Socket peer = dial();
            Thread writer = new Thread(() -> {
                try {
                    peer.getOutputStream().write(part);
                } catch (IOException closed) {
                    // As they deserve.
                }
            }, "greedy-peer");
            writer.start();
            writers.add(writer);
        }
        for (Thread writer : writers) {
            writer.join();
        }
        serve();
    }
}
