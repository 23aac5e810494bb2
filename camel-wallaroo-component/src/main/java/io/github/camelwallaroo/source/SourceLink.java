package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.NotSentException;

/** The way from a source connector to its workers, in the manner of a generation. Thread-safe. */
interface SourceLink {

    /** The link that speaks the generation that the options name. */
    static SourceLink of(SourceOptions options, ConnectorThreads threads, ConnectorMetrics metrics) {
        return options.protocol() == Protocol.V1
                ? new SessionLink(options, SessionTimes.DEFAULT, threads, metrics)
                : new OneWayLink(options, threads, metrics);
    }

    /** Begins to dial; returns at once. */
    void start();

    /**
     * Accepts a message that {@link FrameLimit} allows; holds the caller while there is no room.
     *
     * @param key     as it travels beside the payload; null = none
     * @param payload not changed any more
     * @return true if it is done with: {@code completion} will not be called. False: it will be, once
     * @throws NotSentException     when stopped, also while the caller was held; {@code completion} will not be called
     * @throws StreamException      if its stream does not take it; likewise
     * @throws InterruptedException while the caller was held; likewise
     */
    boolean send(SourceMessage message, byte[] key, byte[] payload, Completion completion)
            throws NotSentException, StreamException, InterruptedException;

    /** As {@link #send}, for messages that stand together and complete as one. @param messages not empty */
    boolean sendAll(List<EncodedMessage> messages, Completion completion)
            throws NotSentException, StreamException, InterruptedException;

    /** Those that know streams; throws if the generation has none. */
    SourceStreams streams();

    /** @return whether messages could flow at last */
    boolean awaitConnected(Duration timeout) throws InterruptedException;

    LinkStatus status();

    SourceHealth health();

    /** Gives back what waits on behalf of those who stop. */
    void giveBackToLeaving();

    /** Ends in order as far as the worker is there and time allows; gives back the rest. */
    void stop(Duration timeout);
}
