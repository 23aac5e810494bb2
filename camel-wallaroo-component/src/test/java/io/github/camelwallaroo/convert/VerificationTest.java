package io.github.camelwallaroo.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class VerificationTest {

    private final Encoder raw = body -> (byte[]) body;

    @Test
    void shouldBeOnByDefaultForFixedWidthFormatsOnly() {
        assertThat(Format.names()).filteredOn(name -> Verification.enabledByDefault(Format.of(name)))
                .containsExactly("float32", "float64", "int32", "int64");
        assertThat(Verification.enabledByDefault(raw)).isFalse();
    }

    @Test
    void shouldPassWhatTheDecoderAccepts() throws Exception {
        byte[] payload = "{}".getBytes();
        assertThat(new Verification(raw, Format.of("json"), true).encode(payload)).isSameAs(payload);
        assertThat(new Verification(raw, Format.of("float32"), true).encode(new byte[4])).hasSize(4);
        assertThat(new Verification(Format.of("key-value"), null, true).encode("v", "k")).hasSize(6);
    }

    @Test
    void shouldRefuseWhatTheDecoderRejectsAndKeepItsError() {
        RuntimeException unreadable = new IllegalStateException("no");
        Decoder decoder = payload -> {
            throw unreadable;
        };
        Verification verification = new Verification(raw, decoder, true);

        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> verification.encode(new byte[5]))
                .withMessageMatching("encoded payload of 5 bytes is rejected by decoder .*VerificationTest.*;"
                        + " expected one that it can read, for it would stop a worker")
                .withCause(unreadable);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> verification.encode(new byte[5], "key"));
    }

    @Test
    void shouldRefuseAWrongWidthByItsLengthAlone() {
        Verification verification = new Verification(raw, Format.of("float32"), true);
        for (int wrong : new int[]{0, 3, 5, 8}) {
            assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> verification.encode(new byte[wrong]))
                    .withMessage("encoded payload of " + wrong
                            + " bytes is rejected by decoder float32; expected exactly 4 bytes")
                    .withNoCause();
        }
    }

    @Test
    void shouldNotDecodeWhenDisabled() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        Verification verification = new Verification(raw, payload -> decoded.incrementAndGet(), false);

        assertThat(verification.encode(new byte[5])).hasSize(5);
        assertThat(decoded).hasValue(0);
        assertThat(new Verification(raw, Format.of("float32"), false).encode(new byte[5])).hasSize(5);
    }

    @Test
    void shouldRefuseAnEncoderThatGivesNull() {
        for (boolean enabled : new boolean[]{true, false}) {
            Verification verification = new Verification(body -> null, Format.of("text"), enabled);
            assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> verification.encode("x"))
                    .withMessageMatching("encoder .*VerificationTest.* gave null; expected bytes");
        }
    }

    @Test
    void shouldRefuseToVerifyWithoutADecoder() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Verification(raw, null, true))
                .withMessageMatching("verify is on, but encoder .*VerificationTest.* comes without a decoder;"
                        + " expected one, or verify off");
    }

    @Test
    void shouldTellTheEncodersBodies() {
        Verification verification = new Verification(Format.of("float32"), null, true);
        assertThat(verification.bodyType()).isEqualTo(byte[].class);
        assertThat(verification.accepts(1.5)).isTrue();
        assertThat(verification.accepts(true)).isFalse();
    }
}
