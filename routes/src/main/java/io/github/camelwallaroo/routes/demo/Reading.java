package io.github.camelwallaroo.routes.demo;

import java.nio.ByteBuffer;

/**
 * One temperature.
 *
 * @param label   what it is, in front of the number; empty for a mere number
 * @param celsius degrees Celsius, finite
 */
record Reading(String label, float celsius) {

    private static final double SMALLEST_TOLERANCE = 0.011;
    private static final double RELATIVE_TOLERANCE = 1e-6;

    /** As the application expects it: 4 bytes, big-endian. */
    byte[] datagram() {
        return ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array();
    }

    /** Whether {@code fahrenheit} is this temperature, to the two decimals that the application gives. */
    boolean matches(double fahrenheit) {
        double expected = celsius * 9.0 / 5.0 + 32.0;
        return Math.abs(fahrenheit - expected) <= Math.max(SMALLEST_TOLERANCE, Math.abs(expected) * RELATIVE_TOLERANCE);
    }

    @Override
    public String toString() {
        return (label.isEmpty() ? "" : label + " ") + String.format(java.util.Locale.ROOT, "%5s C", celsius);
    }
}
