package io.github.camelwallaroo.convert;

/** What the two floating-point formats share: which texts are numbers, and when one became infinite on the way. */
final class FloatingPoint {

    private FloatingPoint() {}

    /** @throws NumberFormatException for Java's type suffixes too, which no other system writes */
    static String withoutSuffix(String text) {
        if (!text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
            throw new NumberFormatException();
        }
        return text;
    }

    static boolean saysInfinity(String text) {
        return text.endsWith("Infinity");
    }

    /** @param given the body as it came */
    static ConversionException outOfRange(Object given, String format, String largest) {
        return new ConversionException("body " + Body.describe(given) + " is out of the range of " + format
                + "; expected at most " + largest + " in size");
    }
}
