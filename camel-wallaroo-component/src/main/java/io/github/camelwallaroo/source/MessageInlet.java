package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.ConnectorThreads;

/** The way of messages through the encoder into a link, in their order. Thread-safe. */
interface MessageInlet {

    /** Encoded by the caller, or collected where the encoder takes many for little more than the price of one. */
    static MessageInlet of(String connector, MessageEncoding encoding, SourceLink link, ConnectorThreads threads) {
        if (!encoding.encoder().encodesInBatches()) {
            return new DirectInlet(encoding, link);
        }
        EncodingLane lane = new EncodingLane(connector, encoding, link,
                threads.factory("wallaroo-source-" + connector));
        lane.start();
        return lane;
    }

    /** See {@link SourceConnector#write(SourceMessage, Completion)}. */
    boolean write(SourceMessage message, Completion completion) throws Exception;

    /** See {@link SourceConnector#writeAll}. @param messages not empty */
    boolean writeAll(List<SourceMessage> messages, Completion completion) throws Exception;

    /** The link, when it has everything that was written before this call. */
    SourceLink drained();

    /** Gives back what waits on behalf of those who stop. */
    void giveBackToLeaving();

    /** Ends the link in order as far as the worker is there and time allows; gives back the rest. */
    void stop(Duration timeout);
}
