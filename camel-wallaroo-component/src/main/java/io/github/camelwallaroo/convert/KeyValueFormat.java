package io.github.camelwallaroo.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A value with its key: {@code u32be key length in bytes, key (UTF-8), value to the end}. Bytes that come without a key are
 * taken as such a pair already encoded, and checked.
 */
final class KeyValueFormat implements Format {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int KEY_LENGTH = Integer.BYTES;

    @Override
    public String name() {
        return "key-value";
    }

    @Override
    public OptionalInt fixedWidth() {
        return OptionalInt.empty();
    }

    @Override
    public boolean accepts(Object body) {
        return body instanceof byte[] || body instanceof CharSequence || body instanceof KeyValue;
    }

    @Override
    public byte[] encode(Object body) throws ConversionException {
        return encode(body, null);
    }

    @Override
    public byte[] encode(Object body, String key) throws ConversionException {
        if (body instanceof KeyValue pair) {
            return pair(pair.key() == null ? key : pair.key(), pair.value());
        }
        if (body instanceof byte[] encoded && key == null) {
            checkEncoded(encoded);
            return encoded;
        }
        return pair(key, body);
    }

    private byte[] pair(String key, Object value) throws ConversionException {
        if (!(value instanceof byte[] || value instanceof CharSequence)) {
            throw Body.refused(value, name(), "bytes or text as the value");
        }
        if (key == null) {
            throw new ConversionException("body " + Body.describe(value) + " has no key; expected one beside the body,"
                    + " or a KeyValue as the body");
        }
        byte[] valueBytes = value instanceof byte[] bytes ? bytes : Utf8.encode(value.toString(), "value");
        byte[] keyBytes = Utf8.encode(key, "key");
        byte[] encoded = new byte[KEY_LENGTH + keyBytes.length + valueBytes.length];
        INT.set(encoded, 0, keyBytes.length);
        System.arraycopy(keyBytes, 0, encoded, KEY_LENGTH, keyBytes.length);
        System.arraycopy(valueBytes, 0, encoded, KEY_LENGTH + keyBytes.length, valueBytes.length);
        return encoded;
    }

    @Override
    public Object decode(byte[] payload) throws ConversionException {
        int keyLength = keyLength(payload, "payload");
        String key = Utf8.decode(payload, KEY_LENGTH, keyLength, "key");
        return new KeyValue(key, Arrays.copyOfRange(payload, KEY_LENGTH + keyLength, payload.length));
    }

    private static void checkEncoded(byte[] encoded) throws ConversionException {
        int keyLength = keyLength(encoded, "body without a key beside it,");
        Utf8.check(encoded, KEY_LENGTH, keyLength, "key");
    }

    private static int keyLength(byte[] bytes, String what) throws ConversionException {
        int most = bytes.length - KEY_LENGTH;
        if (most < 0) {
            throw new ConversionException(what + " of " + bytes.length
                    + " bytes is no key-value pair; expected 4 bytes of key length, the key and the value");
        }
        long claimed = Integer.toUnsignedLong((int) INT.get(bytes, 0));
        if (claimed > most) {
            throw new ConversionException(
                    what + " of " + bytes.length + " bytes is no key-value pair: it claims a key of "
                            + claimed + " bytes; expected at most " + most);
        }
        return (int) claimed;
    }

    @Override
    public String toString() {
        return name();
    }
}
