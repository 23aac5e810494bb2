package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.github.camelwallaroo.codec.StreamPayloadCodec;
import io.github.camelwallaroo.convert.Converted;
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

    /** Hands on. @param content as {@link #decode} gave it @param worker who sent it, for people */
    void hand(byte[] output, Converted<OutputContent> content, String worker, OutputPosition position,
            SinkCompletion done) throws InterruptedException {
        if (content.failure() != null) {
            metrics.increment(Metric.UNDECODABLE);
            handler.undecodable(new ReceivedMessage(output, null, 0, worker, position), content.failure(), done);
            return;
        }
        OutputContent value = content.value();
        handler.message(value.decoded() instanceof KeyValue pair
                ? new ReceivedMessage(pair.value(), pair.key(), value.eventTime(), worker, position)
                : new ReceivedMessage(value.decoded(), value.key(), value.eventTime(), worker, position), done);
    }

    boolean decodesInBatches() {
        return decoder.decodesInBatches();
    }

    Converted<OutputContent> decode(byte[] output) {
        try {
            StreamPayload wrapped = unwrapped(output);
            return Converted.of(content(decoder.decode(wrapped == null ? output : wrapped.payload()), wrapped));
        } catch (Exception e) {
            return Converted.failed(e);
        } catch (Error e) {
            // One message must not end the thread of all.
            return Converted.failed(new IllegalStateException("the decoder ended by an error: " + e, e));
        }
    }

    /** In one go; a result for each, in their order. */
    List<Converted<OutputContent>> decodeAll(List<byte[]> outputs) {
        List<Converted<StreamPayload>> wrapped = new ArrayList<>(outputs.size());
        List<byte[]> payloads = new ArrayList<>(outputs.size());
        for (byte[] output : outputs) {
            try {
                StreamPayload each = unwrapped(output);
                wrapped.add(Converted.of(each));
                payloads.add(each == null ? output : each.payload());
            } catch (Exception e) {
                wrapped.add(Converted.failed(e));
            }
        }
        Iterator<Converted<Object>> decoded = decoder.decodeAll(payloads).iterator();
        List<Converted<OutputContent>> contents = new ArrayList<>(outputs.size());
        for (Converted<StreamPayload> each : wrapped) {
            contents.add(
                    each.failure() == null ? content(decoded.next(), each.value()) : Converted.failed(each.failure()));
        }
        return contents;
    }

    /** @return null for output that nothing is wrapped around */
    private StreamPayload unwrapped(byte[] output) throws Exception {
        return kind == SinkPayload.STREAM ? StreamPayloadCodec.decode(output) : null;
    }

    private static Converted<OutputContent> content(Converted<Object> decoded, StreamPayload wrapped) {
        return decoded.failure() == null
                ? Converted.of(content(decoded.value(), wrapped))
                : Converted.failed(decoded.failure());
    }

    private static OutputContent content(Object decoded, StreamPayload wrapped) {
        return wrapped == null
                ? new OutputContent(decoded, null, 0)
                : new OutputContent(decoded, wrapped.key().length == 0 ? null : new String(wrapped.key(), UTF_8),
                        wrapped.eventTime());
    }

    /** Nothing comes after this. */
    void end() {
        handler.disconnected();
    }
}
