package io.github.camelwallaroo.source;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * What one stream has to tell others: makes its {@link StreamEvent}s, and none that says nothing new. Guarded by the lock of
 * the stream's session.
 */
final class StreamAnnouncements {

    /** Without resilience positions follow the writes, and a listener need not hear of every one. */
    private static final int WRITES_PER_POSITION = 256;

    private final SourceStream stream;
    private final StreamReport report;
    private final StreamEffects effects;
    private boolean coveredTold;
    private int untoldWrites;

    StreamAnnouncements(SourceStream stream, StreamReport report, StreamEffects effects) {
        this.stream = stream;
        this.report = report;
        this.effects = effects;
    }

    void opened() {
        effects.event(new StreamEvent.Opened(stream, stream.acknowledged()));
    }

    void acknowledged() {
        effects.event(new StreamEvent.Acknowledged(stream, stream.acknowledged()));
    }

    /** Messages were written, which is all that becomes of them. @param last whether nothing is left */
    void written(int count, boolean last) {
        untoldWrites += count;
        if (untoldWrites >= WRITES_PER_POSITION || last) {
            tellWrites();
        }
    }

    void tellWrites() {
        if (untoldWrites > 0) {
            untoldWrites = 0;
            acknowledged();
        }
    }

    /** Once, behind the last of those that a source gave again at its beginning. */
    void covered(long count) {
        if (count > 0 && !coveredTold) {
            coveredTold = true;
            effects.event(new StreamEvent.Covered(stream, count, stream.acknowledged(),
                    report.covered(count, stream.acknowledged())));
        }
    }

    void refused(NotifyRetry retry, long now) {
        effects.event(new StreamEvent.Refused(stream, retry.attempts()));
        if (retry.takeWarning(now)) {
            long millis = retry.refusedMillis(now);
            effects.event(new StreamEvent.RefusedForLong(stream, millis, report.refusedForLong(millis)));
        }
    }

    void rewindAsked(PointOfReference lost) {
        effects.event(new StreamEvent.RewindAsked(stream, stream.acknowledged(), lost));
    }

    /** @param furthest what was sent here */
    void moveAsked(PointOfReference position, PointOfReference furthest) {
        effects.event(new StreamEvent.RewindAsked(stream, position, furthest));
    }

    void gap(PointOfReference lost, int held) {
        PointOfReference position = stream.acknowledged();
        effects.event(new StreamEvent.Gap(stream, position, lost, report.gap(position, lost, held)));
    }

    void suspected(long headId) {
        effects.event(new StreamEvent.Suspected(stream, headId, report.suspected(headId)));
    }

    void condemned(ReplayEntry entry, String text) {
        effects.event(new StreamEvent.Condemned(stream, entry.id(), entry.frame(), text));
    }

    void stopped(String reason) {
        effects.event(new StreamEvent.Stopped(stream, reason));
    }

    void ended() {
        effects.event(new StreamEvent.Ended(stream, stream.acknowledged()));
    }
}
