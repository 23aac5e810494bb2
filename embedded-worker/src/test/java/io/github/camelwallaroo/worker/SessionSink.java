package io.github.camelwallaroo.worker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
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
 * A sink of generation 1 in memory, written down from the rules K4 to K10 alone, that checks whatever workers send. It can be
 * made to answer otherwise.
 */
final class SessionSink implements Closeable {

    /** What it does with a PHASE1. */
    enum Vote {
        COMMIT,
        ABORT,
        /** Waits for {@link #releaseVotes()}. */
        HOLD,
        /** Cuts the connection instead, before the vote is taken down. */
        CUT_BEFORE,
        /** Takes a commit vote down, and cuts the connection instead of sending it. */
        CUT_AFTER
    }

    private final ServerSocket server;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final Map<String, Stream> streams = new TreeMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final List<List<String>> left = new CopyOnWriteArrayList<>();
    private volatile Vote vote = Vote.COMMIT;
    private volatile int votesOfThatKind = Integer.MAX_VALUE;
    private volatile boolean mute;
    private volatile List<String> alsoListed = List.of();

    /** One worker's output. */
    static final class Stream {

        private final StringBuilder committed = new StringBuilder();
        private final Map<Long, byte[]> staged = new TreeMap<>();
        private long committedEnd;
        private long received;
        private Phase1 undecided;
        private final List<String> decisions = new ArrayList<>();

        private long end() {
            return undecided == null ? committedEnd : undecided.ranges().get(0).end();
        }
    }

    private final class Session implements Runnable {

        private final Socket socket;
        private Hello hello;
        private Stream stream;
        private Phase1 asked;
        private Phase1 held;

        Session(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            FrameDecoder<ConnectorFrame> frames = ConnectorCodec.newDecoder(64 * 1024 * 1024, Leniency.STRICT);
            try (InputStream in = socket.getInputStream()) {
                while (true) {
                    ByteBuffer room = frames.buffer();
                    int read = in.read(room.array(), room.position(), room.remaining());
                    if (read < 0) {
                        break;
                    }
                    room.position(room.position() + read);
                    for (ConnectorFrame frame = frames.next(); frame != null; frame = frames.next()) {
                        synchronized (SessionSink.this) {
                            received(frame);
                        }
                    }
                }
            } catch (Exception e) {
                if (!(e instanceof IOException)) {
                    wrong.add(e.toString());
                }
            } finally {
                close(socket);
            }
        }

        private void received(ConnectorFrame frame) throws Exception {
            if (mute) {
                return;
            }
            if (hello == null) {
                hello = (Hello) frame;
                check(hello.version().equals("v0.0.1"), "version " + hello.version());
                send(new Ok(2));
            } else if (stream == null) {
                Notify notify = (Notify) frame;
                check(notify.streamId().equals(StreamId.OUTPUT), "NOTIFY of stream " + notify.streamId());
                stream = streams.computeIfAbsent(notify.streamName(), name -> new Stream());
                stream.received = stream.end();
                stream.staged.keySet().removeIf(offset -> offset >= stream.received);
                send(new NotifyAck(true, StreamId.OUTPUT, notify.pointOfReference()));
            } else {
                message((Message) frame);
            }
        }

        private void message(Message message) throws Exception {
            if (message.streamId().equals(StreamId.OUTPUT)) {
                check(asked == null, "output at " + message.messageId() + " between PHASE1 and PHASE2");
                check(stream.undecided == null, "output before the decision about " + stream.undecided);
                check(message.messageId() == stream.received,
                        "output at " + message.messageId() + " instead of " + stream.received);
                stream.staged.put(message.messageId(), message.payload());
                stream.received += message.payload().length;
                return;
            }
            TwoPhaseCommitMessage received = TwoPhaseCommitCodec.decode(message.payload(), Leniency.STRICT);
            if (received instanceof ListUncommitted list) {
                List<String> listed = new ArrayList<>(alsoListed);
                if (stream.undecided != null) {
                    listed.add(stream.undecided.transactionId());
                }
                send(new ReplyUncommitted(list.rtag(), listed));
            } else if (received instanceof Phase1 phase1) {
                phase1(phase1);
            } else if (received instanceof Phase2 phase2) {
                phase2(phase2);
            } else if (received instanceof WorkersLeft workersLeft) {
                left.add(workersLeft.workerNames());
            } else {
                wrong.add(received.toString());
            }
        }

        private void phase1(Phase1 phase1) throws IOException {
            Range range = phase1.ranges().get(0);
            check(phase1.ranges().size() == 1 && range.streamId().equals(StreamId.OUTPUT), phase1.toString());
            check(range.start() == stream.committedEnd && range.end() == stream.received, phase1 + " with committed "
                    + stream.committedEnd + " and received " + stream.received);
            asked = phase1;
            Vote now = votesOfThatKind > 0 ? vote : Vote.COMMIT;
            votesOfThatKind--;
            switch (now) {
                case COMMIT -> vote(phase1);
                case ABORT -> send(new Reply(phase1.transactionId(), false));
                case HOLD -> held = phase1;
                case CUT_BEFORE -> socket.close();
                case CUT_AFTER -> {
                    stream.undecided = phase1;
                    socket.close();
                }
            }
        }

        private void vote(Phase1 phase1) throws IOException {
            stream.undecided = phase1;
            send(new Reply(phase1.transactionId(), true));
        }

        private void phase2(Phase2 phase2) {
            asked = null;
            stream.decisions.add(phase2.transactionId() + "=" + phase2.commit());
            if (stream.undecided == null || !stream.undecided.transactionId().equals(phase2.transactionId())) {
                return;
            }
            if (phase2.commit()) {
                stream.committedEnd = stream.end();
                stream.staged.entrySet().removeIf(each -> {
                    if (each.getKey() < stream.committedEnd) {
                        stream.committed.append(new String(each.getValue(), StandardCharsets.UTF_8));
                        return true;
                    }
                    return false;
                });
            } else {
                stream.received = stream.committedEnd;
                stream.staged.clear();
            }
            stream.undecided = null;
        }

        private void send(ConnectorFrame frame) throws IOException {
            socket.getOutputStream().write(ConnectorCodec.encode(frame));
        }

        private void send(TwoPhaseCommitMessage message) throws IOException {
            send(new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message)));
        }
    }

    private SessionSink(int port) throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(this::accept);
    }

    static SessionSink listen() throws IOException {
        return new SessionSink(0);
    }

    static SessionSink listen(int port) throws IOException {
        return new SessionSink(port);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "session-sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Session session = new Session(server.accept());
                sessions.add(session);
                start(session);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            wrong.add(otherwise);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** How the next votes are. */
    synchronized void vote(Vote kind, int count) {
        vote = kind;
        votesOfThatKind = count;
    }

    synchronized void releaseVotes() throws IOException {
        vote = Vote.COMMIT;
        for (Session session : sessions) {
            if (session.held != null) {
                Phase1 phase1 = session.held;
                session.held = null;
                session.vote(phase1);
            }
        }
    }

    /** Votes abort where a vote is held; commit from then on. */
    synchronized void refuseHeldVotes() throws IOException {
        vote = Vote.COMMIT;
        for (Session session : sessions) {
            if (session.held != null) {
                session.send(new Reply(session.held.transactionId(), false));
                session.held = null;
            }
        }
    }

    synchronized boolean holdsVotes() {
        return sessions.stream().anyMatch(session -> session.held != null);
    }

    /** Answers nothing to new connections. */
    void mute(boolean on) {
        mute = on;
    }

    /** Lists these transactions as well. */
    void alsoLists(String... transactions) {
        alsoListed = List.of(transactions);
    }

    /** Says something that no sink says. */
    void send(byte[] bytes) throws IOException {
        for (Session session : sessions) {
            if (!session.socket.isClosed()) {
                session.socket.getOutputStream().write(bytes);
            }
        }
    }

    /** Ends every connection. */
    void cut() {
        sessions.forEach(session -> close(session.socket));
    }

    int connections() {
        return sessions.size();
    }

    long openConnections() {
        return sessions.stream().filter(session -> !session.socket.isClosed()).count();
    }

    synchronized List<String> hellos() {
        return sessions.stream()
                .filter(session -> session.hello != null)
                .map(session -> session.hello.programName() + "/" + session.hello.instanceName() + "/"
                        + session.hello.cookie())
                .distinct()
                .toList();
    }

    synchronized List<String> streamNames() {
        return List.copyOf(streams.keySet());
    }

    /** What is committed of all streams, each after the other. */
    synchronized String committed() {
        StringBuilder all = new StringBuilder();
        streams.values().forEach(stream -> all.append(stream.committed));
        return all.toString();
    }

    /** What is committed, by stream. */
    synchronized Map<String, String> committedByStream() {
        Map<String, String> all = new HashMap<>();
        streams.forEach((name, stream) -> all.put(name, stream.committed.toString()));
        return all;
    }

    /** What was received on the last connections, committed or not. */
    synchronized String received() {
        StringBuilder all = new StringBuilder();
        streams.values().forEach(stream -> {
            all.append(stream.committed);
            stream.staged.values().forEach(payload -> all.append(new String(payload, StandardCharsets.UTF_8)));
        });
        return all.toString();
    }

    /** PHASE2s so far, as {@code id=true}. */
    synchronized List<String> decisions() {
        return streams.values().stream().flatMap(stream -> stream.decisions.stream()).toList();
    }

    synchronized boolean isUndecided() {
        return streams.values().stream().anyMatch(stream -> stream.undecided != null);
    }

    List<List<String>> workersLeft() {
        return left;
    }

    /** What workers did against the rules. */
    List<String> wrong() {
        return wrong;
    }

    SessionSink awaitCommitted(String expected) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(this::committed, expected::equals);
        return this;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
