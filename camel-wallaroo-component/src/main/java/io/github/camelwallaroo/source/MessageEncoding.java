package io.github.camelwallaroo.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Converted;
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
            return checked(encoder.encode(message.body(), message.key()), key);
        } catch (Exception e) {
            metrics.increment(Metric.REJECTED);
            throw e;
        }
    }

    private byte[] checked(byte[] payload, byte[] key) throws ConversionException, MessageTooLargeException {
        if (payload == null) {
            throw new ConversionException("encoder of connector " + connector + " gave null; expected bytes");
        }
        limit.check(payload.length, key == null ? 0 : key.length);
        return payload;
    }

    /** All in one call of the encoder; a result for each, in their order. */
    List<Converted<EncodedMessage>> each(List<SourceMessage> messages) {
        List<Object> bodies = new ArrayList<>(messages.size());
        List<String> keys = new ArrayList<>(messages.size());
        for (SourceMessage message : messages) {
            bodies.add(message.body());
            keys.add(message.key());
        }
        List<Converted<byte[]>> payloads = encoder.encodeAll(bodies, keys);
        List<Converted<EncodedMessage>> encoded = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            encoded.add(encoded(messages.get(i), payloads.get(i)));
        }
        return encoded;
    }

    private Converted<EncodedMessage> encoded(SourceMessage message, Converted<byte[]> payload) {
        try {
            byte[] key = key(message);
            return Converted.of(new EncodedMessage(message, key, checked(payload.get(), key)));
        } catch (Exception e) {
            metrics.increment(Metric.REJECTED);
            return Converted.failed(e);
        }
    }

    /** @throws ConversionException saying which of them cannot be encoded */
    List<EncodedMessage> all(List<SourceMessage> messages) throws ConversionException {
        List<EncodedMessage> encoded = new ArrayList<>(messages.size());
        List<Converted<EncodedMessage>> together = encoder.encodesInBatches() ? each(messages) : null;
        for (SourceMessage message : messages) {
            try {
                encoded.add(together == null ? encoded(message) : together.get(encoded.size()).get());
            } catch (Exception e) {
                throw notAll(encoded.size(), messages.size(), e);
            }
        }
        return encoded;
    }

    private EncodedMessage encoded(SourceMessage message) throws Exception {
        byte[] key = key(message);
        return new EncodedMessage(message, key, payload(message, key));
    }

    /** The failure of a batch. @param index which of its messages is to blame */
    static ConversionException notAll(int index, int size, Exception cause) {
        return new ConversionException("message " + index + " (counted from 0) of a batch of " + size
                + " cannot be encoded, so none of them is sent: " + cause.getMessage(), cause);
    }
}
