package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;

import org.awaitility.Awaitility;

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

/** A source connector of generation 1 that does what a test says, right or wrong, and nothing else. */
final class RawConnector implements Closeable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;

    /** How a worker ended the connection. */
    enum End {
        END,
        RESET
    }

    private RawConnector(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawConnector dial(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawConnector(socket);
    }

    /** One that has said HELLO without a cookie and was answered OK. */
    static RawConnector greeted(int port) throws IOException {
        RawConnector connector = dial(port).send(hello(""));
        assertThat(connector.next()).isInstanceOf(Ok.class);
        return connector;
    }

    static Hello hello(String cookie) {
        return new Hello(Hello.SOURCE_VERSION, cookie, "test", "one");
    }

    static Notify notification(String stream) {
        return notification(stream, PointOfReference.NONE);
    }

    static Notify notification(String stream, PointOfReference position) {
        return new Notify(StreamId.of(stream), stream, position);
    }

    static Message message(String stream, long id, String text) {
        return new Message(StreamId.of(stream), id, 0, Message.NO_KEY, WireFormat.text(text));
    }

    static EndOfStream end(String stream) {
        return new EndOfStream(StreamId.of(stream));
    }

    /** All in one write. */
    RawConnector send(ConnectorFrame... frames) throws IOException {
        return sendBytes(WireFormat.joined(List.of(frames).stream().map(ConnectorCodec::encode).toList()));
    }

    /** One write. */
    RawConnector sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Opens a stream, which has to work at once. @return the position it was given */
    PointOfReference open(String stream) throws IOException {
        send(notification(stream));
        NotifyAck answer = next(NotifyAck.class);
        assertThat(answer.success()).isTrue();
        assertThat(answer.streamId()).isEqualTo(StreamId.of(stream));
        return answer.pointOfReference();
    }

    /** Opens a stream, asking again while the worker has not noticed that its last owner is gone. */
    PointOfReference openWhenFree(String stream) {
        return Awaitility.await().until(() -> {
            send(notification(stream));
            return next(NotifyAck.class);
        }, NotifyAck::success).pointOfReference();
    }

    /** The next frame, whole, its length field included. */
    byte[] nextBytes() throws IOException {
        int length = in.readInt();
        byte[] frame = new byte[Integer.BYTES + length];
        ByteBuffer.wrap(frame).putInt(length);
        in.readFully(frame, Integer.BYTES, length);
        return frame;
    }

    ConnectorFrame next() throws IOException {
        byte[] bytes = nextBytes();
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(1 << 20, Leniency.STRICT);
        ByteBuffer room = decoder.buffer();
        while (room.remaining() < bytes.length) {
            throw new IOException("frame of " + bytes.length + " bytes is more than a test expects");
        }
        room.put(bytes);
        return decoder.next();
    }

    /** The next frame of this type; credits in between are passed over. */
    <F extends ConnectorFrame> F next(Class<F> type) throws IOException {
        for (ConnectorFrame frame = next();; frame = next()) {
            if (type.isInstance(frame)) {
                return type.cast(frame);
            }
            assertThat(frame).isInstanceOf(Ack.class);
        }
    }

    /** The next ACK that names a stream. */
    Ack nextPositions() throws IOException {
        Ack ack = next(Ack.class);
        while (ack.positions().isEmpty()) {
            ack = next(Ack.class);
        }
        return ack;
    }

    /** Waits until the position of a stream is acknowledged. */
    void awaitAcknowledged(String stream, long id) throws IOException {
        Ack.Position wanted = new Ack.Position(StreamId.of(stream), PointOfReference.of(id));
        while (!nextPositions().positions().contains(wanted)) {
            // An earlier checkpoint.
        }
    }

    /** Waits for the end of the connection; what is still read until then may be credits only. */
    End awaitEnd() throws IOException {
        try {
            while (true) {
                assertThat(next()).isInstanceOf(Ack.class);
            }
        } catch (EOFException e) {
            return End.END;
        } catch (SocketException e) {
            return End.RESET;
        }
    }

    Socket socket() {
        return socket;
    }

    /** Ends the connection so that the worker sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
