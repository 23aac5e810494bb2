package io.github.camelwallaroo.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whole numbers in two's complement, 64 bits. */
final class Int64Format extends FixedWidthFormat {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final WholeNumber whole = new WholeNumber("int64", Long.MIN_VALUE, Long.MAX_VALUE);

    Int64Format() {
        super("int64", Long.BYTES);
    }

    @Override
    byte[] fromNumber(Number number) throws ConversionException {
        return bytes(whole.of(number));
    }

    @Override
    byte[] fromText(String text) throws ConversionException {
        return bytes(whole.of(text));
    }

    @Override
    Number toNumber(byte[] payload) {
        return (long) LONG.get(payload, 0);
    }

    private static byte[] bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        LONG.set(bytes, 0, value);
        return bytes;
    }
}
