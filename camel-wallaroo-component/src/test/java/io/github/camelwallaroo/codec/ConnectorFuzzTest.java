package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Message;

/** Random bytes; {@code -Dfuzz.seed=...} repeats a run. */
class ConnectorFuzzTest {

    private static final int MAX_FRAME_SIZE = 64 * 1024;
    private static final int ROUNDS = 5_000;

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(Leniency.class)
    void shouldGiveFramesOrAViolationWhenBytesAreRandom(Leniency leniency) {
        Random random = seeded();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextInt(3) > 0 ? (byte) (noise[i] & 0x07) : noise[i];
            }
            plausible(random, noise);
            feedInPieces(random, ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency), noise);
        }
    }

    @ParameterizedTest
    @EnumSource(Leniency.class)
    void shouldGiveFramesOrAViolationWhenAFewBytesAreWrong(Leniency leniency) {
        Random random = seeded();
        List<ConnectorVector> vectors = ConnectorVector.small();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = vectors.get(random.nextInt(vectors.size())).bytes().clone();
            for (int wrong = random.nextInt(3); wrong >= 0; wrong--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            feedInPieces(random, ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency), bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(Leniency.class)
    void shouldGiveBackEveryFrameWhateverTheReads(Leniency leniency) {
        Random random = seeded();
        List<ConnectorVector> vectors = ConnectorVector.small();
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency);
        for (int round = 0; round < ROUNDS; round++) {
            ConnectorVector vector = vectors.get(random.nextInt(vectors.size()));
            assertThat(feedInPieces(random, decoder, vector.bytes())).as("seed %d", seed)
                    .containsExactly(vector.frame());
        }
    }

    @Test
    void shouldGiveAMessageOrAViolationWhenPayloadsAreRandom() {
        Random random = seeded();
        List<ConnectorVector> vectors = ConnectorVector.transactions();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = ((Message) vectors.get(random.nextInt(vectors.size())).frame()).payload().clone();
            payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            try {
                TwoPhaseCommitCodec.decode(payload, Leniency.values()[round % 2]);
                StreamPayloadCodec.decode(payload);
            } catch (ProtocolViolationException e) {
                assertThat(e.kind()).isEqualTo(ProtocolViolationException.Kind.UNDECODABLE);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** A length field that tells the truth and a type that exists, so that the noise reaches the fields. */
    private static void plausible(Random random, byte[] noise) {
        if (noise.length > 5) {
            BigEndian.putInt(noise, 0, 1 + random.nextInt(noise.length - 4));
            noise[4] = (byte) random.nextInt(FrameType.values().length + 1);
        }
    }

    private Random seeded() {
        System.out.println("fuzz.seed=" + seed);
        return new Random(seed);
    }

    private List<ConnectorFrame> feedInPieces(Random random, FrameDecoder<ConnectorFrame> decoder, byte[] bytes) {
        return Feed.inPieces(random, decoder, bytes,
                e -> assertThat(e.getMessage()).as("seed %d", seed).contains("frame of ").contains(" bytes "));
    }
}
