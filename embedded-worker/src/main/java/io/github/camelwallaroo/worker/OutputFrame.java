package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.transport.Encodable;

/** An encoded output on its way to a sink. Its event time is 0 on the wire: that is what real workers send. */
record OutputFrame(OneWayCodec codec, byte[] payload) implements Encodable {

    @Override
    public int encodedLength() {
        return codec.headerLength() + payload.length;
    }

    @Override
    public void encodeTo(byte[] target, int offset) {
        codec.writeHeader(target, offset, payload.length, Message06.NO_EVENT_TIME);
        System.arraycopy(payload, 0, target, offset + codec.headerLength(), payload.length);
    }
}
