package io.github.camelwallaroo.source;

import java.util.List;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;

/** A session, its recorder, and the worker's side played by hand. */
final class SessionFixture {

    static final Hello HELLO = new Hello(Hello.SOURCE_VERSION, "a secret cookie", "test", "i1");
    static final PointOfReference NONE = PointOfReference.NONE;

    final SessionSettings settings;
    final SessionRecorder recorder = new SessionRecorder();
    final SourceSession session;
    long now = 1_000;

    SessionFixture(boolean resilience, CompletionMode completion) {
        this(resilience, completion, PoisonWatch.NONE);
    }

    SessionFixture(boolean resilience, CompletionMode completion, PoisonWatch watch) {
        settings = new SessionSettings("celsius_feed", HELLO, resilience, completion);
        session = new SourceSession(settings, recorder, watch);
    }

    /** Resilience on, completions by acknowledgement. */
    static SessionFixture resilient() {
        return new SessionFixture(true, CompletionMode.ACKNOWLEDGED);
    }

    /** Resilience off. */
    static SessionFixture plain() {
        return new SessionFixture(false, CompletionMode.WRITTEN);
    }

    /** With a connection, and an OK of so many credits. */
    SessionFixture streaming(long credits) {
        session.connected(now);
        receive(new Ok(credits));
        return this;
    }

    SourceStream stream(String name) {
        return new SourceStream(name, (stream, position) -> {}, settings, recorder);
    }

    SourceStream attached(String name) {
        SourceStream stream = stream(name);
        session.attach(stream);
        return stream;
    }

    /** Attached, and opened by the worker. */
    SourceStream opened(String name, PointOfReference position) {
        SourceStream stream = attached(name);
        answer(stream, position);
        return stream;
    }

    void receive(ConnectorFrame frame) {
        session.received(frame, now);
    }

    void answer(SourceStream stream, PointOfReference position) {
        receive(new NotifyAck(true, stream.id(), position));
    }

    void refuse(SourceStream stream) {
        receive(new NotifyAck(false, stream.id(), stream.acknowledged()));
    }

    void ack(long credits) {
        receive(new Ack(credits, List.of()));
    }

    void ack(SourceStream stream, PointOfReference position) {
        receive(new Ack(0, List.of(new Ack.Position(stream.id(), position))));
    }

    void ack(SourceStream stream, long position) {
        ack(stream, PointOfReference.of(position));
    }

    void cut() {
        session.disconnected("cut", now);
    }

    /** A new connection with OK. */
    void reconnect(long credits) {
        session.connected(now);
        receive(new Ok(credits));
    }

    /** @param id {@link StreamIds#AUTOMATIC} or one of the source's own */
    Outcome accept(SourceStream stream, long id) throws StreamException {
        Outcome outcome = new Outcome();
        Acceptance acceptance = accept(stream, id, outcome);
        if (acceptance == Acceptance.COVERED) {
            outcome.completed(null);
        }
        return outcome;
    }

    Acceptance accept(SourceStream stream, long id, Outcome outcome) throws StreamException {
        return session.accept(entry(stream, id, outcome));
    }

    ReplayEntry entry(SourceStream stream, long id, Outcome outcome) {
        byte[] payload = Long.toUnsignedString(id).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] frame = ConnectorCodec.encodeMessage(stream.id().value(), id, 0, null, payload);
        return new ReplayEntry(stream, id, frame, outcome, now);
    }

    /** @return the ids of the messages sent since the last call; other frames are dropped */
    List<Long> takeSentIds() {
        return recorder.takeSent()
                .stream()
                .filter(Message.class::isInstance)
                .map(frame -> ((Message) frame).messageId())
                .toList();
    }
}
