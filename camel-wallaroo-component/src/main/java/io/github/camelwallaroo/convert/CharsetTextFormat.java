package io.github.camelwallaroo.convert;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.OptionalInt;

/** Text in another character set than UTF-8, checked in both directions. */
record CharsetTextFormat(Charset charset) implements Format {

    @Override
    public String name() {
        return "text";
    }

    @Override
    public OptionalInt fixedWidth() {
        return OptionalInt.empty();
    }

    @Override
    public boolean accepts(Object body) {
        return body instanceof byte[] || TextFormat.isText(body);
    }

    @Override
    public byte[] encode(Object body) throws ConversionException {
        if (body instanceof byte[] bytes) {
            decode(bytes, "body");
            return bytes;
        }
        if (!TextFormat.isText(body)) {
            throw Body.refused(body, toString(), "text, a number, a boolean or bytes of " + charset);
        }
        String text = body.toString();
        try {
            // An encoder of one's own, unlike String.getBytes, refuses what it would replace.
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(encoded.array(), encoded.arrayOffset(), encoded.arrayOffset() + encoded.limit());
        } catch (CharacterCodingException e) {
            throw new ConversionException("text of " + text.length() + " characters has one that " + charset
                    + " cannot hold; expected text in " + charset + ", or another charset", e);
        }
    }

    @Override
    public Object decode(byte[] payload) throws ConversionException {
        return decode(payload, "payload");
    }

    private String decode(byte[] bytes, String what) throws ConversionException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ConversionException(
                    what + " of " + bytes.length + " bytes is no text in " + charset + "; expected " + charset, e);
        }
    }

    @Override
    public String toString() {
        return name() + "(" + FormatParameter.CHARSET.text() + "=" + charset + ")";
    }
}
