package io.github.camelwallaroo.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.transport.HostPort;

/** A worker's source port where a test says what the worker answers to each frame. Waits for at most 45 s each time. */
final class FrameByFrameWorker implements Closeable {

    private static final int PATIENCE_MILLIS = 45_000;

    private final ServerSocket server;
    private final List<Peer> peers = new ArrayList<>();

    FrameByFrameWorker() {
        this(0);
    }

    FrameByFrameWorker(int port) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            server.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostPort address() {
        return new HostPort("127.0.0.1", server.getLocalPort());
    }

    /** The next connection. */
    Peer accept() throws IOException {
        Peer peer = new Peer(server.accept());
        peers.add(peer);
        return peer;
    }

    /** The next connection, greeted. */
    Peer acceptAndGreet(long credits) throws IOException {
        Peer peer = accept();
        peer.expect(Hello.class);
        peer.send(new Ok(credits));
        return peer;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : peers) {
            peer.close();
        }
    }

    /** One connection. */
    static final class Peer {

        private final Socket socket;
        private final InputStream input;
        private final FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(1 << 20, Leniency.STRICT);

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            input = socket.getInputStream();
        }

        /** @return the next frame; null when the connector closed */
        ConnectorFrame read() throws IOException {
            ConnectorFrame frame;
            while ((frame = decoder.next()) == null) {
                ByteBuffer room = decoder.buffer();
                int n = input.read(room.array(), room.position(), room.remaining());
                if (n < 0) {
                    return null;
                }
                room.position(room.position() + n);
            }
            return frame;
        }

        <F extends ConnectorFrame> F expect(Class<F> type) throws IOException {
            ConnectorFrame frame = read();
            if (!type.isInstance(frame)) {
                throw new AssertionError("expected " + type.getSimpleName() + " but the connector sent " + frame);
            }
            return type.cast(frame);
        }

        /** @return the payload of the next frame, a message */
        String expectText() throws IOException {
            return text(expect(Message.class));
        }

        static String text(Message message) {
            return new String(message.payload(), StandardCharsets.UTF_8);
        }

        /** Opens the stream that is asked for. @return what was asked */
        Notify open(PointOfReference position) throws IOException {
            Notify asked = expect(Notify.class);
            send(new NotifyAck(true, asked.streamId(), position));
            return asked;
        }

        void refuse() throws IOException {
            Notify asked = expect(Notify.class);
            send(new NotifyAck(false, asked.streamId(), asked.pointOfReference()));
        }

        /** Acknowledges again and again, as an idle worker does, until a message comes. @return its payload */
        String expectTextWhileAcknowledging(StreamId stream, PointOfReference position) throws IOException {
            socket.setSoTimeout(20);
            try {
                for (int i = 0; i < PATIENCE_MILLIS / 20; i++) {
                    send(new Ack(0, List.of(new Ack.Position(stream, position))));
                    try {
                        return expectText();
                    } catch (SocketTimeoutException e) {
                        // Again.
                    }
                }
                throw new AssertionError("no message came");
            } finally {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }

        void acknowledge(long credits, StreamId stream, long position) throws IOException {
            send(new Ack(credits, List.of(new Ack.Position(stream, PointOfReference.of(position)))));
        }

        void endStream(long position) throws IOException {
            EndOfStream end = expect(EndOfStream.class);
            acknowledge(1, end.streamId(), position);
        }

        void send(ConnectorFrame frame) throws IOException {
            send(ConnectorCodec.encode(frame));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Waits for the connector to close; what it sends meanwhile is passed over. */
        void awaitEnd() {
            byte[] ignored = new byte[64 * 1024];
            try (socket) {
                while (input.read(ignored) >= 0) {
                    // Not of interest.
                }
            } catch (SocketException e) {
                // A reset is an end as well.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() throws IOException {
            socket.close();
        }

        /** As a process that is killed with something unread. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
