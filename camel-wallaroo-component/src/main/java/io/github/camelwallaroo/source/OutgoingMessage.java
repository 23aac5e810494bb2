package io.github.camelwallaroo.source;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.transport.Encodable;

/** An encoded message on its way into the batch: header and payload meet there for the first time. */
final class OutgoingMessage implements Encodable {

    private final OneWayCodec codec;
    private final byte[] payload;
    private final long eventTime;

    OutgoingMessage(OneWayCodec codec, byte[] payload, long eventTime) {
        this.codec = codec;
        this.payload = payload;
        this.eventTime = eventTime;
    }

    @Override
    public int encodedLength() {
        return codec.headerLength() + payload.length;
    }

    @Override
    public void encodeTo(byte[] target, int offset) {
        codec.writeHeader(target, offset, payload.length, eventTime);
        System.arraycopy(payload, 0, target, offset + codec.headerLength(), payload.length);
    }
}
