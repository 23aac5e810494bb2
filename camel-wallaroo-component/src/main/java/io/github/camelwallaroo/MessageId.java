package io.github.camelwallaroo;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The id that a route gives a message: unsigned 64 bits, which Java has no type for. */
final class MessageId {

    /** 2^64-1 means "nothing yet" as a position and is no message's id. */
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.TWO);

    private MessageId() {}

    /**
     * @param header a whole number of any Java type, or its text
     * @return unsigned
     * @throws IllegalArgumentException if it is none, or out of range
     */
    static long of(Object header) {
        if (header instanceof Long number && number >= 0) {
            return number;
        }
        BigInteger id = whole(header);
        if (id == null || id.signum() < 0 || id.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("header " + WallarooConstants.MESSAGE_ID + " is '" + header + "' ("
                    + header.getClass().getName() + "); expected a whole number from 0 to " + LARGEST
                    + ", as Long, BigInteger or text");
        }
        return id.longValue();
    }

    private static BigInteger whole(Object header) {
        try {
            return new BigDecimal(header.toString().strip()).toBigIntegerExact();
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }
}
