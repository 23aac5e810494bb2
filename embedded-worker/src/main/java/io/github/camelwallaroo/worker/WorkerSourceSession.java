package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;

/**
 * The worker's half of one source connection of generation 1, answer for answer as real workers were recorded. It knows no
 * socket and no clock, and is guarded by whoever owns it.
 */
final class WorkerSourceSession {

    static final String UNDECODABLE = "Unable to decode message";
    static final String OUT_OF_TURN = "Bad protocol FSM state";

    /** Positions in one ACK: more would make a frame longer than those that a worker takes itself. */
    private static final int POSITIONS_PER_ACK = 1_000;

    private static final int LONGEST_QUOTE = 40;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSourceSession.class);

    enum State {
        /** Nothing came yet; HELLO is expected. */
        GREETING,
        /** HELLO is right, and OK waits until the worker has recovered. */
        RECOVERING,
        STREAMING,
        /** Whatever comes is dropped. */
        CLOSED
    }

    /** What a session does to its surroundings. Nothing here blocks or calls back. */
    interface Effects {

        void send(ConnectorFrame frame);

        /** Ends the connection, behind what was sent. */
        void close();

        /** The connector did what it must not do; the connection ends. @param what for the log, without secrets and payloads */
        void violated(String what);

        /** Ends the worker, as this ended real ones. */
        void die(String why);

        /** Whether this NOTIFY is to be refused on purpose; asked once for each. */
        boolean refusesNotify();

        /** A stream was not opened. */
        void refused();
    }

    private final SourceRules rules;
    private final Effects effects;
    private final WorkerCredits credits;
    private final SessionStreams streams;
    private State state = State.GREETING;

    /** @param worker on which of the JVM's workers it is, from 0 */
    WorkerSourceSession(SourceRules rules, StreamRegistry registry, int worker, Effects effects) {
        this.rules = rules;
        this.effects = effects;
        this.credits = new WorkerCredits(rules.maxCredits(), rules.refillCredits());
        this.streams = new SessionStreams(registry, worker, effects);
    }

    State state() {
        return state;
    }

    /**
     * A frame came.
     *
     * @return the stream of a message that is to be processed, and then {@linkplain RegisteredStream#processed noted}; null
     *         if there is nothing to process
     */
    RegisteredStream receive(ConnectorFrame frame) {
        return switch (state) {
            case GREETING -> {
                greet(frame);
                yield null;
            }
            case STREAMING -> stream(frame);
            case RECOVERING, CLOSED -> null;
        };
    }

    private void greet(ConnectorFrame frame) {
        switch (frame.type()) {
            case HELLO -> hello((Hello) frame);
            case ERROR -> end("the connector sent ERROR");
            case NOTIFY, MESSAGE -> violated(OUT_OF_TURN, frame.type() + " came before HELLO");
            case EOS_MESSAGE -> violated(UNDECODABLE, "EOS_MESSAGE came before HELLO");
            case OK, NOTIFY_ACK, ACK, RESTART -> violatedDirection(frame);
            case WORKERS_LEFT -> LOG.trace("WORKERS_LEFT is ignored");
        }
    }

    private void hello(Hello hello) {
        if (!hello.version().equals(Hello.SOURCE_VERSION)) {
            violated("Unknown protocol version: " + hello.version(), "its HELLO is of protocol version "
                    + quoted(hello.version()) + "; expected " + Hello.SOURCE_VERSION);
        } else if (!rules.accepts(hello.cookie())) {
            violated(rules.wrongCookie(hello.cookie()), "the cookie in its HELLO is not the one that this source wants;"
                    + " give both the same");
        } else {
            to(State.RECOVERING, "HELLO of " + quoted(hello.programName()) + ", instance "
                    + quoted(hello.instanceName()));
        }
    }

    private RegisteredStream stream(ConnectorFrame frame) {
        int granted = credits.spend();
        if (granted > 0) {
            effects.send(new Ack(granted, List.of()));
        }
        switch (frame.type()) {
            case MESSAGE -> {
                return message((Message) frame);
            }
            case NOTIFY -> streams.ask((Notify) frame);
            case EOS_MESSAGE -> endStream(((EndOfStream) frame).streamId());
            case HELLO -> helloAgain();
            case ERROR -> end("the connector sent ERROR");
            case OK, NOTIFY_ACK, ACK, RESTART -> violatedDirection(frame);
            case WORKERS_LEFT -> LOG.trace("WORKERS_LEFT is ignored");
        }
        return null;
    }

    private RegisteredStream message(Message message) {
        RegisteredStream stream = streams.open(message.streamId());
        if (stream == null) {
            String text = "Bad/unregistered stream_id " + message.streamId() + " with message_id "
                    + Long.toUnsignedString(message.messageId());
            violated(text, "MESSAGE " + Long.toUnsignedString(message.messageId()) + " came for stream "
                    + message.streamId()
                    + ", which is not open here; it may be sent behind a NOTIFY_ACK with success only");
            return null;
        }
        return stream.isNew(message.messageId()) ? stream : null;
    }

    private void endStream(StreamId id) {
        if (!streams.end(id)) {
            violated(UNDECODABLE, "EOS_MESSAGE came for stream " + id + ", which is not open here");
        }
    }

    private void helloAgain() {
        if (rules.strict()) {
            to(State.CLOSED, "second HELLO");
            effects.die("a connector sent HELLO twice");
        } else {
            violated(OUT_OF_TURN, "HELLO came a second time, which ends the process of a real worker");
        }
    }

    /** Every frame of a read was received. */
    void endOfRead() {
        if (state == State.STREAMING) {
            streams.answerAsked();
        }
    }

    /** The checkpoint under way has ended, this way or that. */
    void checkpointEnded() {
        if (state == State.STREAMING) {
            streams.answerHeld();
        }
    }

    /** The worker has recovered, or had nothing to recover from: a connector that waits may begin. */
    void recovered() {
        if (state == State.RECOVERING) {
            to(State.STREAMING, "OK");
            effects.send(new Ok(credits.begin()));
        }
    }

    /** A checkpoint is durable that covers this of the session's streams: credits and acknowledgements leave (rule S7). */
    void checkpointed(List<Ack.Position> goingOn, List<Ack.Position> ended) {
        if (state != State.STREAMING) {
            return;
        }
        int granted = credits.refill();
        if (granted > 0 || !goingOn.isEmpty()) {
            int first = Math.min(goingOn.size(), POSITIONS_PER_ACK);
            effects.send(new Ack(granted, goingOn.subList(0, first)));
            for (int from = first; from < goingOn.size(); from += POSITIONS_PER_ACK) {
                int to = Math.min(goingOn.size(), from + POSITIONS_PER_ACK);
                effects.send(new Ack(0, goingOn.subList(from, to)));
            }
        }
        ended.forEach(streams::ended);
    }

    /** Grants no more credits, or all of them again. */
    void starve(boolean on) {
        credits.starve(on);
        int granted = state == State.STREAMING ? credits.refill() : 0;
        if (granted > 0) {
            effects.send(new Ack(granted, List.of()));
        }
    }

    /** The bytes that came are no frame. */
    void undecodable(String what) {
        if (state != State.CLOSED) {
            violated(UNDECODABLE, what);
        }
    }

    /**
     * The worker sends the connector elsewhere.
     *
     * @param address empty for where it is
     */
    void restart(String address) {
        if (state != State.CLOSED) {
            effects.send(new Restart(address));
            end("RESTART");
        }
    }

    /** Ends without a word; what still comes is dropped. */
    void end(String why) {
        if (state != State.CLOSED) {
            to(State.CLOSED, why);
            effects.close();
        }
    }

    /** The connection is gone: others may open its streams. */
    void leave() {
        if (state != State.CLOSED) {
            to(State.CLOSED, "disconnected");
        }
        streams.leave();
    }

    private void violatedDirection(ConnectorFrame frame) {
        violated("Invalid message: " + frame.type().name().toLowerCase(Locale.ROOT),
                frame.type() + " came, which only a worker sends");
    }

    /** @param what for the log: the text may hold secrets */
    private void violated(String text, String what) {
        effects.send(new ProtocolError(text));
        effects.violated(what);
        end(what);
    }

    private static String quoted(String text) {
        String begin = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
        return "'" + begin.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private void to(State next, String why) {
        LOG.debug("source session: {} -> {}, {}", state, next, why);
        state = next;
    }

    /** Whom the registry knows as the owner of this session's streams. */
    Object owner() {
        return streams;
    }

    WorkerCredits credits() {
        return credits;
    }

    int openStreams() {
        return streams.openCount();
    }
}
