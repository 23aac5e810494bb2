package io.github.camelwallaroo.source;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Notify;

/** What goes to the worker behind HELLO: as much as its credits allow, of the streams in turn (rule S3). Not thread-safe. */
final class Outflow {

    private final SessionEffects effects;
    private final SessionStreams streams;
    private final PoisonWatch watch;
    private final Credits credits = new Credits();
    private final List<SourceStream> heldBack = new ArrayList<>();

    Outflow(SessionEffects effects, SessionStreams streams, PoisonWatch watch) {
        this.effects = effects;
        this.streams = streams;
        this.watch = watch;
    }

    void grant(long frames) {
        credits.grant(frames);
        streams.openTurns();
    }

    long credits() {
        return credits.available();
    }

    /** The connection is gone, and with it its credits. */
    void stop() {
        credits.clear();
        streams.clearTurns();
    }

    /** Sends as long as there are credits and streams with something to send. */
    void go() {
        SourceStream stream;
        while (credits.available() > 0 && (stream = streams.nextTurn()) != null) {
            if (stream.life().due() == Due.MESSAGE && !watch.maySend(stream)) {
                heldBack.add(stream);
            } else {
                credits.take();
                send(stream);
                streams.settle(stream);
            }
        }
        if (!heldBack.isEmpty()) {
            heldBack.forEach(streams::settle);
            heldBack.clear();
        }
    }

    private void send(SourceStream stream) {
        switch (stream.life().due()) {
            case NOTIFY -> {
                effects.send(ConnectorCodec.encode(new Notify(stream.id(), stream.name(), stream.acknowledged())),
                        null);
                stream.life().notifySent();
            }
            case MESSAGE -> {
                ReplayEntry entry = stream.messages().takeUnsent();
                effects.send(entry.frame(), entry);
                watch.sent(stream);
            }
            case END -> {
                effects.send(ConnectorCodec.encode(new EndOfStream(stream.id())), null);
                stream.life().endSent();
            }
            default ->
                throw new IllegalStateException("stream '" + stream.name() + "' has a turn, and nothing to send");
        }
    }
}
