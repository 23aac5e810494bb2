package io.github.camelwallaroo.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whole numbers in two's complement, 32 bits. */
final class Int32Format extends FixedWidthFormat {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final WholeNumber whole = new WholeNumber("int32", Integer.MIN_VALUE, Integer.MAX_VALUE);

    Int32Format() {
        super("int32", Integer.BYTES);
    }

    @Override
    byte[] fromNumber(Number number) throws ConversionException {
        return bytes((int) whole.of(number));
    }

    @Override
    byte[] fromText(String text) throws ConversionException {
        return bytes((int) whole.of(text));
    }

    @Override
    Number toNumber(byte[] payload) {
        return (int) INT.get(payload, 0);
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        INT.set(bytes, 0, value);
        return bytes;
    }
}
