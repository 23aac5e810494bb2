package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.camelwallaroo.frame.Message05;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** Random bytes; {@code -Dfuzz.seed=...} repeats a run. */
class FrameDecoderFuzzTest {

    private static final int MAX_FRAME_SIZE = 64 * 1024;
    private static final int ROUNDS = 3_000;

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V0_5", "V0_6"})
    void shouldGiveFramesOrAViolationWhenBytesAreRandom(Protocol protocol) {
        Random random = seeded();
        for (int round = 0; round < ROUNDS; round++) {
            FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(protocol).newDecoder(MAX_FRAME_SIZE);
            byte[] noise = new byte[random.nextInt(4096)];
            random.nextBytes(noise);
            // Small numbers make plausible lengths likely, and so the code behind them.
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextInt(3) > 0 ? (byte) (noise[i] & 0x0f) : noise[i];
            }
            feedInPieces(random, decoder, noise);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V0_5", "V0_6"})
    void shouldGiveFramesOrAViolationWhenOneByteIsWrong(Protocol protocol) {
        Random random = seeded();
        OneWayCodec codec = OneWayCodec.of(protocol);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = codec.encode(randomFrame(random, protocol));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            feedInPieces(random, codec.newDecoder(MAX_FRAME_SIZE), bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V0_5", "V0_6"})
    void shouldGiveBackRandomFramesWhateverTheReads(Protocol protocol) {
        Random random = seeded();
        OneWayCodec codec = OneWayCodec.of(protocol);
        FrameDecoder<OneWayMessage> decoder = codec.newDecoder(MAX_FRAME_SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            OneWayMessage frame = randomFrame(random, protocol);
            assertThat(feedInPieces(random, decoder, codec.encode(frame))).as("seed %d", seed).containsExactly(frame);
        }
    }

    private Random seeded() {
        System.out.println("fuzz.seed=" + seed);
        return new Random(seed);
    }

    private List<OneWayMessage> feedInPieces(Random random, FrameDecoder<OneWayMessage> decoder, byte[] bytes) {
        return Feed.inPieces(random, decoder, bytes,
                e -> assertThat(e).as("seed %d", seed).hasMessageStartingWith("frame of "));
    }

    private static OneWayMessage randomFrame(Random random, Protocol protocol) {
        byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(50)];
        random.nextBytes(payload);
        return switch (protocol) {
            case V0_5 -> new Message05("p".repeat(random.nextInt(20)), random.nextLong(), payload);
            case V0_6 -> new Message06(random.nextLong(), payload);
            case V1 -> throw new IllegalArgumentException(protocol + " is not one-way");
        };
    }
}
