package io.github.camelwallaroo.convert;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;

/** What a named format can be told, as in {@code text(charset=ISO-8859-1)}. */
public enum FormatParameter {

    /** How text becomes bytes: a name that Java knows. */
    CHARSET("charset", List.of()),

    /** Which byte of a number comes first. */
    BYTE_ORDER("byteOrder", List.of(FormatParameter.BIG_ENDIAN, FormatParameter.LITTLE_ENDIAN));

    static final String BIG_ENDIAN = "big-endian";
    static final String LITTLE_ENDIAN = "little-endian";

    private final String text;
    private final List<String> choice;

    FormatParameter(String text, List<String> choice) {
        this.text = text;
        this.choice = choice;
    }

    /** Its name. */
    public String text() {
        return text;
    }

    /** The values it can have; empty if they are not a list. */
    public List<String> choice() {
        return choice;
    }

    /** What is expected in place of a value, or empty if it can be used. */
    public Optional<String> complaint(String value) {
        if (this == CHARSET) {
            return charset(value).isPresent()
                    ? Optional.empty()
                    : Optional.of("a character set that Java knows, such as UTF-8, ISO-8859-1 or windows-1252");
        }
        return choice.contains(value) ? Optional.empty() : Optional.of(String.join(" or ", choice));
    }

    static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name)).filter(Charset::canEncode);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
