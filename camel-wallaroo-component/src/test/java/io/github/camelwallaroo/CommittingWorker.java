package io.github.camelwallaroo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;

import javax.net.SocketFactory;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.codec.StreamPayloadCodec;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.StreamPayload;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;

/**
 * The sink side of a worker of generation 1, as a script: dials a sink connector, sends output, and asks for votes and decides
 * when it is told to. Everything is done in the caller's thread. What a real one would die of is an {@link AssertionError}.
 */
public final class CommittingWorker implements AutoCloseable {

    public static final String APPLICATION = "Celsius to Fahrenheit";

    private static final int MAX_FRAME_SIZE = ConnectorCodec.WORKER_FRAME_LIMIT;
    private static final int ANSWER_TIMEOUT_MILLIS = 45_000;

    private final SocketFactory sockets;
    private final int port;
    private final String name;
    private String cookie = "";
    private Socket socket;
    private OutputStream out;
    private FrameDecoder<ConnectorFrame> frames;
    private long committed;
    private long sent;
    private int transactions;
    private List<String> undecided = List.of();
    private Range asked;

    /** @param name the worker's, which is part of its stream's name */
    public CommittingWorker(int port, String name) {
        this(port, name, SocketFactory.getDefault());
    }

    public CommittingWorker(int port, String name, SocketFactory sockets) {
        this.port = port;
        this.name = name;
        this.sockets = sockets;
    }

    public CommittingWorker cookie(String secret) {
        cookie = secret;
        return this;
    }

    /** What it calls its output. */
    public String stream() {
        return APPLICATION + "-w-" + name + "-id-" + Integer.toUnsignedString(name.hashCode());
    }

    /**
     * Dials and introduces itself; output goes on behind what it committed, as after a rollback. A fresh worker makes its first
     * checkpoint before it takes any input, and so does this one.
     */
    public CommittingWorker connect() throws IOException {
        introduce();
        expect(Ok.class);
        expect(NotifyAck.class);
        undecided = ((ReplyUncommitted) expectTwoPhaseCommit()).transactionIds();
        return transactions == 0 ? checkpoint() : this;
    }

    /** Dials and says everything that a worker says, waiting for nothing. */
    public void introduce() throws IOException {
        socket = sockets.createSocket("127.0.0.1", port);
        socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        frames = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, Leniency.STRICT);
        sent = committed;
        ByteArrayOutputStream intro = new ByteArrayOutputStream();
        intro.write(ConnectorCodec.encode(new Hello(Hello.SINK_VERSION, cookie, APPLICATION, name)));
        intro.write(ConnectorCodec.encode(new Notify(StreamId.OUTPUT, stream(), PointOfReference.of(committed))));
        intro.write(ConnectorCodec.encode(framed(new ListUncommitted(77_777))));
        out.write(intro.toByteArray());
    }

    /** The transactions that the sink listed when it was dialled. */
    public List<String> undecided() {
        return undecided;
    }

    /** Output, one message each. */
    public CommittingWorker send(String... outputs) throws IOException {
        for (String output : outputs) {
            send(output.getBytes(UTF_8));
        }
        return this;
    }

    public CommittingWorker send(byte[] output) throws IOException {
        send(new Message(StreamId.OUTPUT, sent, 0, Message.NO_KEY, output));
        sent += output.length;
        return this;
    }

    /** Output that gets lost on the way. */
    public CommittingWorker lose(String output) {
        sent += output.getBytes(UTF_8).length;
        return this;
    }

    /** Sends output, has it voted for and commits it. */
    public CommittingWorker checkpoint(String... outputs) throws IOException {
        send(outputs);
        if (!phase1()) {
            throw new AssertionError("the sink votes abort");
        }
        return phase2(true);
    }

    /** Asks whether everything since the last commit can be kept. @return the vote */
    public boolean phase1() throws IOException {
        ask();
        Reply reply = (Reply) expectTwoPhaseCommit();
        if (!reply.transactionId().equals(transaction())) {
            throw new AssertionError(reply + " to PHASE1 of " + transaction());
        }
        return reply.commit();
    }

    /** Asks, and does not wait for the vote. */
    public void ask() throws IOException {
        transactions++;
        asked = new Range(StreamId.OUTPUT, committed, sent);
        send(framed(new Phase1(transaction(), List.of(asked))));
    }

    /** The id of the transaction that was asked for last. */
    public String transaction() {
        return "c_id=" + transactions + ":sink";
    }

    /** Decides about the transaction that was asked for last. */
    public CommittingWorker phase2(boolean commit) throws IOException {
        send(framed(new Phase2(transaction(), commit)));
        if (commit) {
            committed = asked.end();
            sent = Math.max(sent, committed);
        }
        return this;
    }

    /** Bytes of all output that was committed. */
    public long committed() {
        return committed;
    }

    /** Has lost its state, as after a start on an empty directory. */
    public CommittingWorker wiped() {
        committed = 0;
        transactions = 0;
        return this;
    }

    /** @return whether the sink closes without another word */
    public boolean isClosed() throws IOException {
        try {
            return next() == null;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Ends the connection as a crash does. */
    public CommittingWorker cut() throws IOException {
        socket.close();
        return this;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }

    private static Message framed(TwoPhaseCommitMessage message) {
        return new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message));
    }

    private void send(ConnectorFrame frame) throws IOException {
        out.write(ConnectorCodec.encode(frame));
    }

    private <T extends ConnectorFrame> T expect(Class<T> type) throws IOException {
        ConnectorFrame frame = next();
        if (!type.isInstance(frame)) {
            throw new AssertionError("expected " + type.getSimpleName() + " of the sink, and got " + frame);
        }
        return type.cast(frame);
    }

    private TwoPhaseCommitMessage expectTwoPhaseCommit() throws IOException {
        Message message = expect(Message.class);
        try {
            return TwoPhaseCommitCodec.decode(message.payload(), Leniency.STRICT);
        } catch (ProtocolViolationException e) {
            throw new AssertionError(e);
        }
    }

    /** @return null when the sink closed */
    private ConnectorFrame next() throws IOException {
        try {
            ConnectorFrame frame;
            while ((frame = frames.next()) == null) {
                ByteBuffer buffer = frames.buffer();
                byte[] bytes = new byte[buffer.remaining()];
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    return null;
                }
                buffer.put(bytes, 0, count);
            }
            return frame;
        } catch (ProtocolViolationException e) {
            throw new AssertionError(e);
        }
    }

    /** The bytes of a message that a stream message encoder made. */
    public static byte[] wrapped(long eventTime, String key, String payload) {
        return StreamPayloadCodec.encode(new StreamPayload(eventTime, key.getBytes(UTF_8), payload.getBytes(UTF_8)));
    }
}
