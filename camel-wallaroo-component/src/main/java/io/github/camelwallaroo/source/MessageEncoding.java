package io.github.camelwallaroo.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Bodies to bytes that fit a frame; what does not is counted and refused, alone. Thread-safe if the encoder is. */
final class MessageEncoding {

    private final String connector;
    private final Encoder encoder;
    private final FrameLimit limit;
    private final ConnectorMetrics metrics;

    MessageEncoding(SourceOptions options, Encoder encoder, ConnectorMetrics metrics) {
        this.connector = options.name();
        this.encoder = encoder;
        this.limit = new FrameLimit(options);
        this.metrics = metrics;
    }

    Encoder encoder() {
        return encoder;
    }

    /** The key as it travels beside the payload; null if it does not. */
    byte[] key(SourceMessage message) {
        return message.key() == null || !limit.keyIsApart() ? null : message.key().getBytes(StandardCharsets.UTF_8);
    }

    /** @param key as {@link #key} gave it @throws Exception whatever the encoder throws, and if the message is too large */
    byte[] payload(SourceMessage message, byte[] key) throws Exception {
        try {
            byte[] payload = encoder.encode(message.body(), message.key());
            if (payload == null) {
                throw new ConversionException("encoder of connector " + connector + " gave null; expected bytes");
            }
            limit.check(payload.length, key == null ? 0 : key.length);
            return payload;
        } catch (Exception e) {
            metrics.increment(Metric.REJECTED);
            throw e;
        }
    }

    /** @throws ConversionException saying which of them cannot be encoded */
    List<EncodedMessage> all(List<SourceMessage> messages) throws ConversionException {
        List<EncodedMessage> encoded = new ArrayList<>(messages.size());
        for (SourceMessage message : messages) {
            try {
                byte[] key = key(message);
                encoded.add(new EncodedMessage(message, key, payload(message, key)));
            } catch (Exception e) {
                throw new ConversionException("message " + encoded.size() + " (counted from 0) of a batch of "
                        + messages.size() + " cannot be encoded, so none of them is sent: " + e.getMessage(), e);
            }
        }
        return encoded;
    }
}
