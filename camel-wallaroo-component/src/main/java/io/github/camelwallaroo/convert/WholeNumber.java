package io.github.camelwallaroo.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers and texts as whole numbers within bounds: never wrapped, never cut. */
record WholeNumber(String format, long smallest, long largest) {

    /** A longer text is no number that fits, and costs time to parse. */
    private static final int LONGEST_TEXT = 1000;
    private static final double TWO_TO_63 = 0x1p63;

    long of(Number number) throws ConversionException {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte
                || number instanceof AtomicInteger || number instanceof AtomicLong) {
            return inRange(number.longValue(), number);
        }
        if (number instanceof BigDecimal decimal) {
            return of(decimal, number);
        }
        if (number instanceof BigInteger integer) {
            return of(new BigDecimal(integer), number);
        }
        double value = number.doubleValue();
        if (value != Math.rint(value)) {
            throw fractional(number);
        }
        if (!(value >= -TWO_TO_63 && value < TWO_TO_63)) {
            throw outOfRange(number);
        }
        return inRange((long) value, number);
    }

    /** @throws NumberFormatException if the text is no number at all */
    long of(String text) throws ConversionException {
        if (text.length() > LONGEST_TEXT) {
            throw new NumberFormatException();
        }
        return of(new BigDecimal(text), text);
    }

    private long of(BigDecimal decimal, Object given) throws ConversionException {
        if (decimal.signum() == 0) {
            return 0;
        }
        // Digits before the decimal point; judged first, for an exponent can ask for gigabytes of zeros.
        long digits = (long) decimal.precision() - decimal.scale();
        if (digits > 19) {
            throw outOfRange(given);
        }
        if (digits <= 0 || decimal.stripTrailingZeros().scale() > 0) {
            throw fractional(given);
        }
        BigInteger whole = decimal.toBigIntegerExact();
        if (whole.bitLength() > Long.SIZE - 1) {
            throw outOfRange(given);
        }
        return inRange(whole.longValue(), given);
    }

    private long inRange(long value, Object given) throws ConversionException {
        if (value < smallest || value > largest) {
            throw outOfRange(given);
        }
        return value;
    }

    private ConversionException outOfRange(Object given) {
        return new ConversionException("body " + Body.describe(given) + " is out of the range of " + format
                + "; expected " + smallest + " to " + largest);
    }

    private ConversionException fractional(Object given) {
        return new ConversionException(
                "body " + Body.describe(given) + " is no whole number and would be cut as " + format
                        + "; expected a whole number, or use float64");
    }
}
