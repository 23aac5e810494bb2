package io.github.camelwallaroo.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

/** UTF-8 that refuses what the JDK's conversions would replace. */
final class Utf8 {

    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /** @param what how an error names the text */
    static byte[] encode(String text, String what) throws ConversionException {
        int unpaired = firstUnpairedSurrogate(text);
        if (unpaired >= 0) {
            throw new ConversionException(
                    what + " of " + text.length() + " characters has half a surrogate pair at index "
                            + unpaired + "; expected text that UTF-8 can hold");
        }
        return text.getBytes(UTF_8);
    }

    /** @param what how an error names the bytes */
    static String decode(byte[] bytes, int offset, int length, String what) throws ConversionException {
        String text = new String(bytes, offset, length, UTF_8);
        // Every malformed byte becomes a replacement character, so text without one needs no second look.
        if (text.indexOf(REPLACEMENT) >= 0) {
            check(bytes, offset, length, what);
        }
        return text;
    }

    static void check(byte[] bytes, int offset, int length, String what) throws ConversionException {
        int malformed = firstMalformed(bytes, offset, offset + length);
        if (malformed >= 0) {
            throw new ConversionException(
                    what + " of " + length + " bytes is not UTF-8 from byte " + (malformed - offset)
                            + " on; expected UTF-8, so Latin-1 and other encodings must be converted first");
        }
    }

    private static int firstUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isLowSurrogate(text.charAt(i)) || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** Index of the first byte that begins no well-formed sequence (table 3-7 of the Unicode standard), -1 for none. */
    private static int firstMalformed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int lead = bytes[at] & 0xff;
            if (lead < 0x80) {
                at++;
                continue;
            }
            int continuations = lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
            if (continuations < 0 || at + continuations >= to || !secondFits(lead, bytes[at + 1] & 0xff)) {
                return at;
            }
            for (int i = 2; i <= continuations; i++) {
                if ((bytes[at + i] & 0xc0) != 0x80) {
                    return at;
                }
            }
            at += 1 + continuations;
        }
        return -1;
    }

    /** The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF. */
    private static boolean secondFits(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }
}
