package io.github.camelwallaroo.codec;

import java.util.Arrays;

import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** Generation 0.6: {@code u32le total, i64le eventTime, payload}. */
final class Codec06 extends LengthFramedCodec {

    static final Codec06 INSTANCE = new Codec06();

    private Codec06() {}

    @Override
    public Protocol protocol() {
        return Protocol.V0_6;
    }

    @Override
    public int minimumTotal() {
        return Long.BYTES;
    }

    @Override
    public void writeHeader(byte[] target, int offset, int payloadLength, long eventTime) {
        LittleEndian.putInt(target, offset, totalFor(Long.BYTES, payloadLength));
        LittleEndian.putLong(target, offset + LENGTH_FIELD, eventTime);
    }

    @Override
    public int encodedLength(OneWayMessage frame) {
        return LENGTH_FIELD + totalFor(Long.BYTES, message(frame).payload().length);
    }

    @Override
    public byte[] encode(OneWayMessage frame) {
        Message06 message = message(frame);
        byte[] payload = message.payload();
        byte[] encoded = new byte[encodedLength(message)];
        writeHeader(encoded, 0, payload.length, message.eventTime());
        System.arraycopy(payload, 0, encoded, headerLength(), payload.length);
        return encoded;
    }

    @Override
    public OneWayMessage read(byte[] bytes, int offset, int total) {
        return new Message06(LittleEndian.longAt(bytes, offset),
                Arrays.copyOfRange(bytes, offset + Long.BYTES, offset + total));
    }

    private Message06 message(OneWayMessage frame) {
        if (frame instanceof Message06 message) {
            return message;
        }
        throw foreign(frame, Message06.class);
    }
}
