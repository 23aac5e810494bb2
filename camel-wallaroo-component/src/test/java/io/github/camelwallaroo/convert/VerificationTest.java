package io.github.camelwallaroo.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

    @Test
    void shouldRefuseTheOneAmongManyThatTheDecoderRejects() {
        List<List<byte[]>> decoded = new ArrayList<>();
        Decoder together = new Decoder() {
            @Override
            public Object decode(byte[] payload) throws ConversionException {
                if (payload.length == 3) {
                    throw new ConversionException("three");
                }
                return payload.length;
            }

            @Override
            public List<Converted<Object>> decodeAll(List<byte[]> payloads) {
                decoded.add(payloads);
                return Decoder.super.decodeAll(payloads);
            }

            @Override
            public boolean decodesInBatches() {
                return true;
            }
        };
        Encoder encoder = body -> body == null ? null : new byte[(Integer) body];

        List<Converted<byte[]>> encoded = new Verification(encoder, together, true)
                .encodeAll(Arrays.asList(1, "x", 3, null, 4), Collections.nCopies(5, null));

        assertThat(encoded.get(0).value()).hasSize(1);
        assertThat(encoded.get(1).failure()).isInstanceOf(ClassCastException.class);
        assertThat(encoded.get(2).failure()).isInstanceOf(ConversionException.class)
                .hasMessageContaining("encoded payload of 3 bytes is rejected")
                .hasRootCauseMessage("three");
        assertThat(encoded.get(3).failure()).hasMessageContaining("gave null");
        assertThat(encoded.get(4).value()).hasSize(4);
        assertThat(decoded).as("in one call").hasSize(1);
    }

    @Test
    void shouldCheckEachOfManyWhenTheDecoderTakesOneAtATime() {
        List<Converted<byte[]>> encoded = new Verification(raw, Format.of("float32"), true)
                .encodeAll(List.of(new byte[4], new byte[5]), Arrays.asList(null, null));

        assertThat(encoded.get(0).value()).hasSize(4);
        assertThat(encoded.get(1).failure()).hasMessageContaining("expected exactly 4 bytes");
    }
}
