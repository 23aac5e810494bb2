package io.github.camelwallaroo.source;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.NotifyAck;

/** What the worker says of streams, and the credits it gives with it (rules S3, S4, S7). Not thread-safe. */
final class Inflow {

    private final SessionStreams streams;
    private final Outflow outflow;
    private final PoisonWatch watch;
    private long positionsHeard;
    private long lastPositionAt;

    Inflow(SessionStreams streams, Outflow outflow, PoisonWatch watch) {
        this.streams = streams;
        this.outflow = outflow;
        this.watch = watch;
    }

    /** A connection begins. */
    void begin(long now) {
        positionsHeard = 0;
        lastPositionAt = now;
    }

    void notifyAck(NotifyAck answer, long now) {
        SourceStream stream = streams.find(answer.streamId());
        if (stream == null) {
            return;
        }
        if (answer.success()) {
            boolean fellBack = stream.acknowledged().isAfter(answer.pointOfReference());
            stream.life().opened(answer.pointOfReference().value());
            if (fellBack && stream.state() == StreamState.REWIND_ASKED) {
                watch.fellBack(streams, now);
            }
        } else {
            stream.life().refused(now);
        }
        streams.settle(stream);
        watch.changed(false, now);
    }

    void ack(Ack ack, long now) {
        outflow.grant(ack.credits());
        for (Ack.Position position : ack.positions()) {
            positionsHeard++;
            lastPositionAt = now;
            SourceStream stream = streams.find(position.streamId());
            // It can name a stream that was closed (rule S7).
            if (stream != null) {
                stream.life().acknowledged(position.pointOfReference().value());
                streams.settle(stream);
            }
        }
        if (!watch.isCalm()) {
            watch.changed(!ack.positions().isEmpty(), now);
        }
    }

    /** Positions in acknowledgements of this connection. */
    long positionsHeard() {
        return positionsHeard;
    }

    /** When the last of them came; until then, when the connection was made. */
    long lastPositionAt() {
        return lastPositionAt;
    }
}
