package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** Bytes that a real worker of Wallaroo 0.6.1 wrote or was sent. */
class RecordedBytesTest {

    private final FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(Protocol.V0_6).newDecoder(4 * 1024 * 1024);

    @Test
    void shouldDecodeWhatARealWorkerWroteToItsSink() throws Exception {
        List<OneWayMessage> frames = Feed.all(decoder, hex("""
                0c000000000000000000000039392e320c000000000000000000000037332e34\
                0c000000000000000000000037352e320c000000000000000000000035312e38\
                19000000000000000000000036392e3830303030303030303030303031\
                1a000000000000000000000032393531302e363030303030303030303032"""));

        assertThat(frames).extracting(frame -> new String(frame.payload(), StandardCharsets.US_ASCII))
                .containsExactly("99.2", "73.4", "75.2", "51.8", "69.80000000000001", "29510.600000000002");
        assertThat(frames).extracting(frame -> ((Message06) frame).eventTime()).containsOnly(0L);
    }

    @Test
    void shouldDecodeWhatARealWorkerAcceptedFromItsSource() throws Exception {
        List<OneWayMessage> frames = Feed.all(decoder, hex("""
                0c0000000098f73e5d01000041200000\
                0c000000ffffffffffffffff41300000\
                0c000000ffffffffffffff7f41400000\
                080000000000000000000000\
                0c000000000000000000000041a00000"""));

        assertThat(frames).extracting(frame -> ((Message06) frame).eventTime())
                .containsExactly(1500000000000L, -1L, Long.MAX_VALUE, 0L, 0L);
        assertThat(frames).extracting(frame -> frame.payload().length).containsExactly(4, 4, 4, 0, 4);
    }

    @Test
    void shouldRefuseWhatKillsARealWorker() {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder, hex("00000000")));
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(OneWayCodec.of(Protocol.V0_6).newDecoder(100), hex("0400000061626364")));
    }

    @Test
    void shouldRefuseWhatStallsARealWorker() {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder, hex("000000800000000000000000000000000000000000000000")));
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(OneWayCodec.of(Protocol.V0_6).newDecoder(100),
                        hex("0000000c000000000000000040000000")))
                .withMessageContaining("read as big-endian the length would be 12");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
