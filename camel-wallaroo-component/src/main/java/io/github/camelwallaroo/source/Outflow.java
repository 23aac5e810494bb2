package io.github.camelwallaroo.source;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Notify;

/** What goes to the worker behind HELLO: as much as its credits allow, of the streams in turn (rule S3). Not thread-safe. */
final class Outflow {

    private final SessionEffects effects;
    private final SessionStreams streams;
    private final Credits credits = new Credits();

    Outflow(SessionEffects effects, SessionStreams streams) {
        this.effects = effects;
        this.streams = streams;
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
        while (credits.available() > 0) {
            SourceStream stream = streams.nextTurn();
            if (stream == null) {
                return;
            }
            credits.take();
            send(stream);
            streams.settle(stream);
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
