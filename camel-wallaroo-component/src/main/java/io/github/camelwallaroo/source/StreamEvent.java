package io.github.camelwallaroo.source;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * What happened to a stream and is to be told to others: to its {@link PositionListener}, the log, the metrics. Made under
 * the lock of a session, carried out in the same order by whoever released it.
 */
sealed interface StreamEvent {

    SourceStream stream();

    /** Messages flow, for the first time or again: {@link PositionListener#opened}. */
    record Opened(SourceStream stream, PointOfReference position) implements StreamEvent {}

    /** {@link PositionListener#acknowledged}. */
    record Acknowledged(SourceStream stream, PointOfReference position) implements StreamEvent {}

    /**
     * The worker stands before what it had acknowledged, or behind all that was sent: {@link PositionListener#rewind}, whose
     * answer goes to {@link SourceSession#rewindAnswered}. The stream rests until then.
     *
     * @param position     where the worker stands
     * @param acknowledged what it had acknowledged, or the last that was sent
     */
    record RewindAsked(SourceStream stream, PointOfReference position, PointOfReference acknowledged)
            implements
                StreamEvent {}

    /**
     * The source cannot give again what the worker lost. To be counted and logged.
     *
     * @param after   the last position that the worker has
     * @param through the last one that it had acknowledged and now lacks
     * @param text    one line that says so
     */
    record Gap(SourceStream stream, PointOfReference after, PointOfReference through, String text)
            implements
                StreamEvent {}

    /**
     * A source gave messages again that the worker had already; they were completed and not sent.
     *
     * @param count since the stream was opened
     * @param text  one line that says so
     */
    record Covered(SourceStream stream, long count, PointOfReference position, String text) implements StreamEvent {}

    /** The worker refused to open the stream, which is asked again. @param attempts in a row */
    record Refused(SourceStream stream, int attempts) implements StreamEvent {}

    /** It has been refused for long. Once, until it is opened. @param text one line that says who may hold it */
    record RefusedForLong(SourceStream stream, long forMillis, String text) implements StreamEvent {}

    /**
     * The worker died again with the same message at the head of what it had not acknowledged, which is looked for now.
     *
     * @param text one line that says so
     */
    record Suspected(SourceStream stream, long headId, String text) implements StreamEvent {}

    /**
     * A message kills the worker, as far as can be known; its completion has failed as not retryable, and its stream goes on
     * behind it. To be counted and logged.
     *
     * @param frame the whole MESSAGE frame
     * @param text  one line that says so
     */
    record Condemned(SourceStream stream, long id, byte[] frame, String text) implements StreamEvent {}

    /** {@link PositionListener#stopped}. */
    record Stopped(SourceStream stream, String reason) implements StreamEvent {}

    /** {@link PositionListener#ended}. */
    record Ended(SourceStream stream, PointOfReference last) implements StreamEvent {}
}
