package io.github.camelwallaroo.worker.state;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

/** States as JSON. */
final class JsonFormat<S> implements StateFormat<S> {

    private final Class<S> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    JsonFormat(Class<S> type) {
        this.type = type;
        this.writer = Json.MAPPER.writerFor(type);
        this.reader = Json.MAPPER.readerFor(type);
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public byte[] encode(S state) throws IOException {
        if (state.getClass() != type) {
            throw new UnsupportedStateException("it is a " + state.getClass().getName() + "; expected a "
                    + type.getName() + ", since that is what is read back");
        }
        return writer.writeValueAsBytes(state);
    }

    @Override
    public S decode(byte[] bytes) throws IOException {
        return reader.readValue(bytes);
    }
}
