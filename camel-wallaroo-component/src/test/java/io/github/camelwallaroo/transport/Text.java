package io.github.camelwallaroo.transport;

import java.nio.charset.StandardCharsets;

/** A message whose frame is its text. */
record Text(String text) implements Encodable {

    @Override
    public int encodedLength() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void encodeTo(byte[] target, int offset) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }
}
