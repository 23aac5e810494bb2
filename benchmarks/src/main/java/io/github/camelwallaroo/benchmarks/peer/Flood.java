package io.github.camelwallaroo.benchmarks.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** Dials as a worker does and sends as much as the other side takes. */
public final class Flood implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final Order END = new Order(0, new byte[0]);

    private final SocketChannel channel;
    private final PeerThread threads = new PeerThread();
    private final BlockingQueue<Order> orders = new SynchronousQueue<>();

    private record Order(int messages, byte[] payload) {}

    public Flood(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        threads.start("flood", this::run);
    }

    /** Begins to send; returns at once. */
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
        int frameLength = WireFormat.frameLength(order.payload().length);
        int perBuffer = Math.max(1, BUFFER / frameLength);
        ByteBuffer frames = ByteBuffer.allocateDirect(perBuffer * frameLength).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < perBuffer; i++) {
            WireFormat.put(frames, order.payload());
        }
        for (int left = order.messages(); left > 0; left -= perBuffer) {
            frames.position(0).limit(Math.min(left, perBuffer) * frameLength);
            while (frames.hasRemaining()) {
                channel.write(frames);
            }
        }
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
