package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class NumberedMessageTest {

    @Test
    void shouldComeBackWhateverItsSize() {
        for (long number = 1; number < 500; number++) {
            NumberedMessage message = new NumberedMessage("numbers/a", number);
            assertThat(NumberedMessage.decode(message.encode())).isEqualTo(message);
        }
    }

    @Test
    void shouldBeRefusedWhenAByteIsDamaged() {
        byte[] payload = new NumberedMessage("a", 60).encode();
        payload[payload.length - 1]++;

        assertThatThrownBy(() -> NumberedMessage.decode(payload)).hasMessageContaining("damaged at byte");
    }

    @Test
    void shouldBeRefusedWhenItIsCutShort() {
        byte[] payload = new NumberedMessage("a", 60).encode();

        assertThatThrownBy(() -> NumberedMessage.decode(Arrays.copyOf(payload, payload.length - 1)))
                .hasMessageContaining("bytes of padding");
    }
}
