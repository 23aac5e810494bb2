package io.github.camelwallaroo.convert;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.OptionalInt;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * One JSON value in UTF-8. Types are JSON's own: nothing in the text chooses a class. A repeated key is refused, since one of
 * its values would be lost.
 */
final class JsonFormat implements Format {

    /** Apart, so that an application without JSON does not wait for Jackson to start. */
    private static final class Jackson {

        static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public OptionalInt fixedWidth() {
        return OptionalInt.empty();
    }

    /** All but what holds bytes or text somewhere else: a mapper would describe the container. */
    @Override
    public boolean accepts(Object body) {
        return body != null && !(body instanceof InputStream || body instanceof Reader || body instanceof Buffer
                || body instanceof File || body instanceof Path);
    }

    @Override
    public byte[] encode(Object body) throws ConversionException {
        if (body instanceof byte[] bytes) {
            check(Utf8.decode(bytes, 0, bytes.length, "JSON"), "JSON of " + bytes.length + " bytes");
            return bytes;
        }
        if (body instanceof CharSequence) {
            String text = body.toString();
            check(text, "JSON of " + text.length() + " characters");
            return Utf8.encode(text, "JSON");
        }
        if (!accepts(body)) {
            throw Body.refused(body, name(), "JSON as text or bytes, or an object that Jackson can write");
        }
        try {
            return Jackson.MAPPER.writeValueAsBytes(body);
        } catch (InvalidDefinitionException e) {
            throw Body.refused(body, name(), "an object that Jackson can write, which " + e.getType() + " is not");
        } catch (JsonProcessingException e) {
            // Jackson's texts quote keys and values.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw Body.refused(body, name(), "an object that Jackson can write (it gave "
                    + reason.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Object decode(byte[] payload) throws ConversionException {
        String text = Utf8.decode(payload, 0, payload.length, "JSON");
        try {
            return Jackson.MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw refused("JSON of " + payload.length + " bytes", e);
        }
    }

    private static void check(String text, String what) throws ConversionException {
        try (JsonParser parser = Jackson.MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                throw malformed(what, parser.currentLocation());
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw malformed(what, parser.currentTokenLocation());
            }
        } catch (JsonProcessingException e) {
            throw refused(what, e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static ConversionException refused(String what, JsonProcessingException e) {
        return e instanceof StreamConstraintsException
                ? new ConversionException(what + " is nested too deep or holds too long a number, name or string;"
                        + " expected no more than Jackson's defaults allow")
                : malformed(what, e.getLocation());
    }

    /** Where, not what: Jackson's texts quote the payload. */
    private static ConversionException malformed(String what, JsonLocation location) {
        String where = location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new ConversionException(what + " is malformed, or repeats a key," + where + "; expected one JSON value");
    }

    @Override
    public String toString() {
        return name();
    }
}
