package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;

/**
 * One connection of a worker of generation 1 to a sink, over a real socket: sends what a script says, and fails where a real
 * worker would die of the answer.
 */
public final class DiallingSession implements AutoCloseable {

    private static final int ANSWER_MILLIS = 45_000;

    private final Socket socket;
    private final String worker;
    private final FragileWorker rules = new FragileWorker();
    private final FrameDecoder<ConnectorFrame> frames = ConnectorCodec.newDecoder(1 << 20, Leniency.STRICT);

    private DiallingSession(int port, String worker) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(ANSWER_MILLIS);
        this.worker = worker;
    }

    /** Connects and says nothing. */
    public static DiallingSession dial(int port, String worker) throws IOException {
        return new DiallingSession(port, worker);
    }

    /** The stream's name of a worker, as real ones call it. */
    public static String stream(String worker) {
        return "Celsius to Fahrenheit-w-" + worker + "-id-185079961708144506872428576480607876885";
    }

    /** Sends all of a worker's intro in a row, as a worker does. */
    public DiallingSession introduce(long pointOfReference, String cookie) throws IOException {
        return send(new Hello(Hello.SINK_VERSION, cookie, "Celsius to Fahrenheit", worker),
                new Notify(StreamId.OUTPUT, stream(worker), PointOfReference.of(pointOfReference)),
                twoPhaseCommit(new ListUncommitted(77778)));
    }

    /** Sends the intro with an empty cookie, reads the three answers and gives what is undecided. */
    public List<String> start(long pointOfReference) throws IOException {
        introduce(pointOfReference, "");
        receive();
        receive();
        receive();
        return rules.listedTransactions();
    }

    /** Sends messages, one behind the other. @return the offset behind the last one */
    public long output(long offset, String... texts) throws IOException {
        long at = offset;
        for (String text : texts) {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            send(new Message(StreamId.OUTPUT, at, 0, Message.NO_KEY, payload));
            at += payload.length;
        }
        return at;
    }

    public DiallingSession phase1(String id, long start, long end) throws IOException {
        return send(twoPhaseCommit(new Phase1(id, List.of(new Range(StreamId.OUTPUT, start, end)))));
    }

    public DiallingSession phase2(String id, boolean commit) throws IOException {
        return send(twoPhaseCommit(new Phase2(id, commit)));
    }

    public DiallingSession workersLeft(String... names) throws IOException {
        return send(twoPhaseCommit(new WorkersLeft(1, List.of(names))));
    }

    /** Output, vote and decision. @return the offset behind it */
    public long commit(String id, long offset, String... texts) throws IOException {
        long end = output(offset, texts);
        phase1(id, offset, end);
        assertThat(vote(id)).as("vote for %s", id).isTrue();
        phase2(id, true);
        return end;
    }

    /** In one write: the sink may close behind any of them. */
    public DiallingSession send(ConnectorFrame... all) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ConnectorFrame frame : all) {
            rules.sends(frame);
            bytes.writeBytes(ConnectorCodec.encode(frame));
        }
        return sendRaw(bytes.toByteArray());
    }

    public DiallingSession sendRaw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    private static Message twoPhaseCommit(TwoPhaseCommitMessage message) {
        return new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message));
    }

    /** The next frame of the sink. */
    public ConnectorFrame receive() throws IOException {
        ConnectorFrame frame;
        while ((frame = frames.next()) == null) {
            ByteBuffer buffer = frames.buffer();
            int n = socket.getInputStream().read(buffer.array(), buffer.position(), buffer.remaining());
            if (n < 0) {
                throw new IOException("the sink closed the connection");
            }
            buffer.position(buffer.position() + n);
        }
        rules.receives(frame);
        return frame;
    }

    /** Reads a vote. @return whether it is commit */
    public boolean vote(String id) throws IOException {
        Message frame = (Message) receive();
        Reply reply = (Reply) TwoPhaseCommitCodec.decode(frame.payload(), Leniency.STRICT);
        assertThat(reply.transactionId()).isEqualTo(id);
        return reply.commit();
    }

    /** Returns when the sink has closed; fails if it sends something instead. */
    public void awaitClose() throws IOException {
        try {
            int read = socket.getInputStream().read();
            assertThat(read).as("closed without a word").isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            // A reset is a close, too.
        }
    }

    /** Whether neither an answer nor the end came in this time. */
    public boolean isSilent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(ANSWER_MILLIS);
        }
    }

    /** The last frame of an intro that may list a transaction. */
    static List<String> listed(ConnectorFrame frame) throws IOException {
        return ((ReplyUncommitted) TwoPhaseCommitCodec.decode(((Message) frame).payload(), Leniency.STRICT))
                .transactionIds();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
