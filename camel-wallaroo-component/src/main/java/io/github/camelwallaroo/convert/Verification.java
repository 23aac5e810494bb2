package io.github.camelwallaroo.convert;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * An encoder whose results must pass a decoder before they are sent. A payload that an application's decoder rejects ends the
 * process of a worker of generation 0.6, and of generation 1 as well; refused here, it fails one message. For fixed-width
 * formats the length says all, so nothing is decoded.
 */
public final class Verification implements Encoder {

    private final Encoder encoder;
    private final Decoder decoder;
    private final int width;

    /**
     * @param encoder whose results are checked
     * @param decoder the application's decoder; null to take the encoder's own if it is a {@link Format}
     * @param enabled false to pass everything on
     * @throws IllegalArgumentException if a check is wanted and there is no decoder to check with
     */
    public Verification(Encoder encoder, Decoder decoder, boolean enabled) {
        this.encoder = encoder;
        Decoder checking = decoder == null && encoder instanceof Format format ? format : decoder;
        if (enabled && checking == null) {
            throw new IllegalArgumentException("verify is on, but encoder " + encoder.getClass().getName()
                    + " comes without a decoder; expected one, or verify off");
        }
        this.decoder = enabled ? checking : null;
        this.width = this.decoder instanceof Format format ? format.fixedWidth().orElse(-1) : -1;
    }

    /** Whether verification is on where nothing is said: for fixed-width formats, where it costs nothing. */
    public static boolean enabledByDefault(Encoder encoder) {
        return encoder instanceof Format format && format.fixedWidth().isPresent();
    }

    /** @throws ConversionException if the decoder does not accept what was encoded; its own error is the cause */
    @Override
    public byte[] encode(Object body) throws Exception {
        return verified(encoder.encode(body));
    }

    /** @throws ConversionException if the decoder does not accept what was encoded; its own error is the cause */
    @Override
    public byte[] encode(Object body, String key) throws Exception {
        return verified(encoder.encode(body, key));
    }

    @Override
    public List<Converted<byte[]>> encodeAll(List<?> bodies, List<String> keys) {
        List<Converted<byte[]>> encoded = encoder.encodeAll(bodies, keys);
        return width < 0 && decoder != null && decoder.decodesInBatches()
                ? decoded(encoded)
                : encoded.stream().map(this::verified).toList();
    }

    private Converted<byte[]> verified(Converted<byte[]> encoded) {
        try {
            return Converted.of(verified(encoded.get()));
        } catch (Exception e) {
            return Converted.failed(e);
        }
    }

    /** Those that the decoder takes; all that there are in one call. */
    private List<Converted<byte[]>> decoded(List<Converted<byte[]>> encoded) {
        List<byte[]> payloads = encoded.stream().map(Converted::value).filter(Objects::nonNull).toList();
        Iterator<Converted<Object>> results = decoder.decodeAll(payloads).iterator();
        List<Converted<byte[]>> all = new ArrayList<>(encoded.size());
        for (Converted<byte[]> each : encoded) {
            if (each.failure() != null) {
                all.add(each);
            } else if (each.value() == null) {
                all.add(Converted.failed(gaveNull()));
            } else {
                Exception refused = results.next().failure();
                all.add(refused == null ? each : Converted.failed(unreadable(each.value(), refused)));
            }
        }
        return all;
    }

    @Override
    public boolean encodesInBatches() {
        return encoder.encodesInBatches();
    }

    @Override
    public Class<?> bodyType() {
        return encoder.bodyType();
    }

    @Override
    public boolean accepts(Object body) {
        return encoder.accepts(body);
    }

    private byte[] verified(byte[] payload) throws ConversionException {
        if (payload == null) {
            throw gaveNull();
        }
        if (width >= 0) {
            if (payload.length != width) {
                throw new ConversionException(rejected(payload) + "; expected exactly " + width + " bytes");
            }
        } else if (decoder != null) {
            try {
                decoder.decode(payload);
            } catch (Exception e) {
                throw unreadable(payload, e);
            }
        }
        return payload;
    }

    private ConversionException gaveNull() {
        return new ConversionException("encoder " + encoder.getClass().getName() + " gave null; expected bytes");
    }

    private ConversionException unreadable(byte[] payload, Exception cause) {
        return new ConversionException(rejected(payload) + "; expected one that it can read, for it would stop a"
                + " worker", cause);
    }

    private String rejected(byte[] payload) {
        String by = decoder instanceof Format format ? format.name() : decoder.getClass().getName();
        return "encoded payload of " + payload.length + " bytes is rejected by decoder " + by;
    }
}
