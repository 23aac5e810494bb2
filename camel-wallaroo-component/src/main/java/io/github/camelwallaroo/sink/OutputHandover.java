package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelwallaroo.codec.StreamPayloadCodec;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.StreamPayload;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Makes messages of one worker's output of generation 1 and hands them to its handler. */
final class OutputHandover {

    private final SinkPayload kind;
    private final Decoder decoder;
    private final SinkHandler handler;
    private final ConnectorMetrics metrics;

    OutputHandover(SinkPayload kind, Decoder decoder, SinkHandler handler, ConnectorMetrics metrics) {
        this.kind = kind;
        this.decoder = decoder;
        this.handler = handler;
        this.metrics = metrics;
    }

    /** @param worker who sent it, for people */
    void hand(byte[] output, String worker, OutputPosition position, SinkCompletion done) throws InterruptedException {
        ReceivedMessage message;
        try {
            message = kind == SinkPayload.STREAM
                    ? unwrapped(StreamPayloadCodec.decode(output), worker, position)
                    : message(decoder.decode(output), null, 0, worker, position);
        } catch (Exception e) {
            metrics.increment(Metric.UNDECODABLE);
            handler.undecodable(new ReceivedMessage(output, null, 0, worker, position), e, done);
            return;
        }
        handler.message(message, done);
    }

    private ReceivedMessage unwrapped(StreamPayload wrapped, String worker, OutputPosition position) throws Exception {
        String key = wrapped.key().length == 0 ? null : new String(wrapped.key(), UTF_8);
        return message(decoder.decode(wrapped.payload()), key, wrapped.eventTime(), worker, position);
    }

    private static ReceivedMessage message(Object decoded, String key, long eventTime, String worker,
            OutputPosition position) {
        return decoded instanceof KeyValue pair
                ? new ReceivedMessage(pair.value(), pair.key(), eventTime, worker, position)
                : new ReceivedMessage(decoded, key, eventTime, worker, position);
    }

    /** Nothing comes after this. */
    void end() {
        handler.disconnected();
    }
}
