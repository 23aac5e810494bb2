package io.github.camelwallaroo.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

/** IEEE 754 double precision. Rounds to the nearest. */
final class Float64Format extends FixedWidthFormat {

    private static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

    Float64Format() {
        super("float64", Double.BYTES);
    }

    @Override
    byte[] fromNumber(Number number) throws ConversionException {
        double value = number.doubleValue();
        if (Double.isInfinite(value) && (number instanceof BigDecimal || number instanceof BigInteger)) {
            throw outOfRange(number);
        }
        return bytes(value);
    }

    @Override
    byte[] fromText(String text) throws ConversionException {
        double value = Double.parseDouble(FloatingPoint.withoutSuffix(text));
        if (Double.isInfinite(value) && !FloatingPoint.saysInfinity(text)) {
            throw outOfRange(text);
        }
        return bytes(value);
    }

    @Override
    Number toNumber(byte[] payload) {
        return (double) DOUBLE.get(payload, 0);
    }

    private static byte[] bytes(double value) {
        byte[] bytes = new byte[Double.BYTES];
        DOUBLE.set(bytes, 0, value);
        return bytes;
    }

    private ConversionException outOfRange(Object given) {
        return FloatingPoint.outOfRange(given, name(), String.valueOf(Double.MAX_VALUE));
    }
}
