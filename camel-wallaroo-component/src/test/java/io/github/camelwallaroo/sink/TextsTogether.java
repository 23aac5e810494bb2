package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.convert.Decoder;

/** Decodes texts, many at a time; {@code bad} is none. */
final class TextsTogether implements Decoder {

    /** How many at a time. */
    final List<Integer> sizes = new CopyOnWriteArrayList<>();

    @Override
    public Object decode(byte[] payload) throws ConversionException {
        String text = new String(payload, UTF_8);
        if (text.equals("bad")) {
            throw new ConversionException("bad is no text");
        }
        return text;
    }

    @Override
    public List<Converted<Object>> decodeAll(List<byte[]> payloads) {
        sizes.add(payloads.size());
        return Decoder.super.decodeAll(payloads);
    }

    @Override
    public boolean decodesInBatches() {
        return true;
    }
}
