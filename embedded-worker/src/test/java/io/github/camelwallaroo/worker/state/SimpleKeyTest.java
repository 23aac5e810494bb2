package io.github.camelwallaroo.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class SimpleKeyTest {

    private record UserAndDevice(String user, int device) {}

    private static List<Object> keys() {
        List<Object> keys = new ArrayList<>();
        keys.add(null);
        keys.addAll(
                List.of("", "a", "?", "ä", "😀", "\ud83d", "\ude00\ud83d", "x\ud83d?", 1, 1L, (short) 1, (byte) 1, '1',
                        true, false, 1f, 1d, -0d, 0d, Double.NaN, Float.NaN, Integer.MIN_VALUE, Long.MAX_VALUE, "1",
                        new UUID(1, 2), new UUID(2, 1), Instant.MIN, Instant.MAX, Instant.EPOCH, LocalDate.MIN,
                        LocalDate.EPOCH));
        Random random = new Random(50);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(5); j >= 0; j--) {
                text.append((char) (0xd780 + random.nextInt(0x900)));
            }
            keys.add(text.toString());
        }
        return keys;
    }

    @Test
    void shouldGiveBackAnEqualKeyOfTheSameType() {
        for (Object key : keys()) {
            assertThat(SimpleKey.decode(SimpleKey.encode(key))).isEqualTo(key);
        }
    }

    @Test
    void shouldHaveTheSameBytesOnlyWhenKeysAreEqual() {
        Map<ByteBuffer, Object> seen = new HashMap<>();
        for (Object key : keys()) {
            Object other = seen.put(ByteBuffer.wrap(SimpleKey.encode(key)), key);
            assertThat(other == null || Objects.equals(other, key)).as("%s and %s", other, key).isTrue();
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoKey() {
        for (byte[] bytes : List.of(new byte[0], new byte[]{99}, new byte[]{3, 0},
                new byte[]{4, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                new byte[]{0, 1})) {
            assertThatThrownBy(() -> SimpleKey.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseAKeyOfAnotherTypeSayingWhatToDo() {
        StateCodec codec = StateCodec.of("count", ArrayList::new, null, null);
        assertThatThrownBy(() -> codec.encodeKey(new UserAndDevice("secret", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(UserAndDevice.class.getName())
                .hasMessageContaining("KeyedState.keys(...)")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void shouldKeepKeysThatHaveAFormat() throws Exception {
        StateCodec codec = StateCodec.of("count", ArrayList::new, null, StateFormat.json(UserAndDevice.class));
        UserAndDevice key = new UserAndDevice("ada", 2);
        assertThat(codec.decodeKey(codec.encodeKey(key))).isEqualTo(key);
        assertThat(codec.decodeKey(codec.encodeKey(null))).isNull();
        assertThat(codec.formatName()).isEqualTo("json, keys json");
    }
}
