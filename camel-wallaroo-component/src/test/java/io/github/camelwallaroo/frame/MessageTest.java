package io.github.camelwallaroo.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void shouldBeEqualWhenContentIs() {
        assertThat(new Message06(1, bytes())).isEqualTo(new Message06(1, bytes()))
                .hasSameHashCodeAs(new Message06(1, bytes()))
                .isNotEqualTo(new Message06(2, bytes()))
                .isNotEqualTo(new Message06(1, new byte[3]))
                .isNotEqualTo(new Message05("", 1, bytes()));
        assertThat(new Message05("p", 1, bytes())).isEqualTo(new Message05("p", 1, bytes()))
                .hasSameHashCodeAs(new Message05("p", 1, bytes()))
                .isNotEqualTo(new Message05("q", 1, bytes()))
                .isNotEqualTo(new Message05("p", 2, bytes()))
                .isNotEqualTo(new Message05("p", 1, new byte[3]))
                .isNotEqualTo(new Message06(1, bytes()));
    }

    @Test
    void shouldShowSizesOnlyWhenPrinted() {
        assertThat(new Message06(5, bytes())).hasToString("Message06[event time 5, payload of 3 bytes]");
        assertThat(new Message05("secret", 5, bytes()))
                .hasToString("Message05[partition of 6 characters, sequence 5, payload of 3 bytes]");
    }

    @Test
    void shouldRefuseNull() {
        assertThatNullPointerException().isThrownBy(() -> new Message06(0, null)).withMessage("payload");
        assertThatNullPointerException().isThrownBy(() -> new Message05("", -1, null)).withMessage("payload");
        assertThatNullPointerException().isThrownBy(() -> new Message05(null, -1, bytes())).withMessage("partition");
    }

    @Test
    void shouldFindAProtocolByItsText() {
        for (Protocol protocol : Protocol.values()) {
            assertThat(Protocol.of(protocol.text())).isSameAs(protocol);
        }
        assertThat(Protocol.V0_5.text()).isEqualTo("0.5");
        assertThat(Protocol.V0_6.text()).isEqualTo("0.6");
        assertThat(Protocol.V1.text()).isEqualTo("1");
    }

    @Test
    void shouldSayWhichProtocolsThereAreWhenOneIsUnknown() {
        assertThatIllegalArgumentException().isThrownBy(() -> Protocol.of("0.7"))
                .withMessage(
                        "protocol '0.7' is unknown; expected 0.5, 0.6 or 1, the generation that the worker speaks");
        assertThatIllegalArgumentException().isThrownBy(() -> Protocol.of(null))
                .withMessageStartingWith("protocol 'null' is unknown");
    }

    private static byte[] bytes() {
        return new byte[]{1, 2, 3};
    }
}
