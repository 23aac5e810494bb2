package io.github.camelwallaroo.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * A resilient worker of generation 1, written without the component's help: dials a sink, sends as much output as it takes,
 * and takes a checkpoint every 100 ms, ten times as often as a real one, and at the end of what was ordered.
 */
public final class CommittingFlood implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final long CHECKPOINT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Order END = new Order(0, new byte[0]);
    private static final int MESSAGE = 5;
    private static final int MESSAGE_HEADER = 27;
    private static final int OFFSET_OF_ID = Integer.BYTES + 1 + Long.BYTES;
    private static final int LIST_UNCOMMITTED = 201;
    private static final int PHASE1 = 203;
    private static final int PHASE2 = 205;
    private static final int REPLY = 204;

    private final SocketChannel channel;
    private final PeerThread threads = new PeerThread();
    private final BlockingQueue<Order> orders = new SynchronousQueue<>();
    private final ByteBuffer answers = ByteBuffer.allocate(4096).limit(0);
    private long offset;
    private long committed;
    private int checkpoint;
    private volatile long voteNanos;
    private volatile int votes;

    private record Order(int messages, byte[] payload) {}

    /** @param stream the name of its stream, which no other worker of the sink has */
    public CommittingFlood(int port, String stream) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        introduce(stream);
        threads.start("committing-flood", this::run);
    }

    private void introduce(String stream) throws IOException {
        ByteBuffer intro = ByteBuffer.allocate(1024);
        begin(intro, 0);
        for (String text : new String[]{"v0.0.1", "", "benchmark", "initializer"}) {
            put(intro, text);
        }
        end(intro);
        begin(intro, 3).putLong(1);
        put(intro, stream).putLong(0);
        end(intro);
        beginCommit(intro, LIST_UNCOMMITTED).putLong(1);
        end(intro);
        send(intro.flip());
        commit();
    }

    private static ByteBuffer begin(ByteBuffer frame, int type) {
        frame.mark();
        return frame.putInt(0).put((byte) type);
    }

    private static ByteBuffer beginCommit(ByteBuffer frame, int tag) {
        return begin(frame, MESSAGE).putLong(0).putLong(0).putLong(0).putShort((short) 0).put((byte) tag);
    }

    private static ByteBuffer put(ByteBuffer frame, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return frame.putShort((short) bytes.length).put(bytes);
    }

    private static void end(ByteBuffer frame) {
        int end = frame.position();
        frame.reset();
        frame.putInt(frame.position(), end - frame.position() - Integer.BYTES).position(end);
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Begins to send, and commits all of it in the end; returns at once. */
    public void send(int messages, byte[] payload) throws InterruptedException {
        orders.put(new Order(messages, payload));
    }

    private void run() throws IOException, InterruptedException {
        Order order;
        while ((order = orders.take()) != END) {
            send(order);
        }
    }

    private void send(Order order) throws IOException {
        int size = order.payload().length;
        int frameLength = Integer.BYTES + MESSAGE_HEADER + size;
        int perBuffer = Math.max(1, BUFFER / frameLength);
        ByteBuffer frames = ByteBuffer.allocateDirect(perBuffer * frameLength);
        for (int i = 0; i < perBuffer; i++) {
            begin(frames, MESSAGE).putLong(1).putLong(0).putLong(0).putShort((short) 0).put(order.payload());
            end(frames);
        }
        long begun = System.nanoTime();
        for (int left = order.messages(); left > 0; left -= perBuffer) {
            int count = Math.min(left, perBuffer);
            for (int i = 0; i < count; i++) {
                frames.putLong(i * frameLength + OFFSET_OF_ID, offset);
                offset += size;
            }
            send(frames.limit(count * frameLength).position(0));
            if (left <= perBuffer || System.nanoTime() - begun > CHECKPOINT_NANOS) {
                commit();
                begun = System.nanoTime();
            }
        }
    }

    private void commit() throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(256);
        String id = "c_id=" + ++checkpoint;
        beginCommit(frame, PHASE1);
        put(frame, id).putInt(1).putLong(1).putLong(committed).putLong(offset);
        end(frame);
        long begun = System.nanoTime();
        send(frame.flip());
        awaitVote(id);
        voteNanos += System.nanoTime() - begun;
        votes++;
        committed = offset;
        beginCommit(frame.clear(), PHASE2);
        put(frame, id).put((byte) 1);
        end(frame);
        send(frame.flip());
    }

    private void awaitVote(String id) throws IOException {
        while (true) {
            int length = fill(Integer.BYTES).getInt(answers.position());
            fill(Integer.BYTES + length);
            int body = answers.position() + Integer.BYTES;
            boolean vote = length > MESSAGE_HEADER && (answers.get(body + MESSAGE_HEADER) & 0xff) == REPLY;
            answers.position(body + length);
            if (vote && answers.get(body + length - 1) == 0) {
                throw new IOException("the sink voted abort for " + id);
            }
            if (vote) {
                return;
            }
        }
    }

    private ByteBuffer fill(int bytes) throws IOException {
        while (answers.remaining() < bytes) {
            answers.compact();
            int n = channel.read(answers);
            answers.flip();
            if (n < 0) {
                throw new EOFException("the sink closed the connection");
            }
        }
        return answers;
    }

    /** @return ms from a request for a vote to its answer, on average */
    public double voteMillis() {
        return voteNanos / 1e6 / Math.max(1, votes);
    }

    /** @return CPU time in ns that sending took so far */
    public long cpuNanos() {
        return threads.cpuNanos();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        orders.offer(END);
    }
}
