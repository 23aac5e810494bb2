package io.github.camelwallaroo.convert;

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
    public Class<?> bodyType() {
        return encoder.bodyType();
    }

    @Override
    public boolean accepts(Object body) {
        return encoder.accepts(body);
    }

    private byte[] verified(byte[] payload) throws ConversionException {
        if (payload == null) {
            throw new ConversionException("encoder " + encoder.getClass().getName() + " gave null; expected bytes");
        }
        if (width >= 0) {
            if (payload.length != width) {
                throw new ConversionException(rejected(payload) + "; expected exactly " + width + " bytes");
            }
        } else if (decoder != null) {
            try {
                decoder.decode(payload);
            } catch (Exception e) {
                throw new ConversionException(rejected(payload) + "; expected one that it can read, for it would stop a"
                        + " worker", e);
            }
        }
        return payload;
    }

    private String rejected(byte[] payload) {
        String by = decoder instanceof Format format ? format.name() : decoder.getClass().getName();
        return "encoded payload of " + payload.length + " bytes is rejected by decoder " + by;
    }
}
