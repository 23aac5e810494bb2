package io.github.camelwallaroo.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

/** IEEE 754 single precision: what the tutorial's {@code struct.unpack(">f", data)} reads. Rounds to the nearest. */
final class Float32Format extends FixedWidthFormat {

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);

    Float32Format() {
        super("float32", Float.BYTES);
    }

    @Override
    byte[] fromNumber(Number number) throws ConversionException {
        boolean big = number instanceof BigDecimal || number instanceof BigInteger;
        double wide = number.doubleValue();
        // Going through double would round a big number twice.
        float value = big ? number.floatValue() : (float) wide;
        if (Float.isInfinite(value) && (big || !Double.isInfinite(wide))) {
            throw outOfRange(number);
        }
        return bytes(value);
    }

    @Override
    byte[] fromText(String text) throws ConversionException {
        float value = Float.parseFloat(FloatingPoint.withoutSuffix(text));
        if (Float.isInfinite(value) && !FloatingPoint.saysInfinity(text)) {
            throw outOfRange(text);
        }
        return bytes(value);
    }

    @Override
    Number toNumber(byte[] payload) {
        return (float) FLOAT.get(payload, 0);
    }

    private static byte[] bytes(float value) {
        byte[] bytes = new byte[Float.BYTES];
        FLOAT.set(bytes, 0, value);
        return bytes;
    }

    private ConversionException outOfRange(Object given) {
        return FloatingPoint.outOfRange(given, name(), String.valueOf(Float.MAX_VALUE));
    }
}
