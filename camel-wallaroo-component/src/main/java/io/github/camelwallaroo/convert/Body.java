package io.github.camelwallaroo.convert;

import java.util.Collection;
import java.util.Map;

/** A body as error texts name it: by kind and size, since its content must not reach a log. */
final class Body {

    private Body() {}

    static String describe(Object body) {
        if (body == null) {
            return "null";
        }
        String type = body.getClass().getCanonicalName();
        String name = type == null ? body.getClass().getName() : type.replaceFirst("^java\\.(lang|util)\\.", "");
        if (body instanceof byte[] bytes) {
            return name + " of " + bytes.length + " bytes";
        }
        if (body instanceof CharSequence text) {
            return name + " of " + text.length() + " characters";
        }
        if (body instanceof Collection<?> collection) {
            return name + " of " + collection.size() + " elements";
        }
        if (body instanceof Map<?, ?> map) {
            return name + " of " + map.size() + " entries";
        }
        return name;
    }

    /** The refusal of a body whose type a format has no use for. */
    static ConversionException refused(Object body, String format, String expected) {
        return new ConversionException("body " + describe(body) + " cannot be written as " + format + "; expected "
                + expected);
    }
}
