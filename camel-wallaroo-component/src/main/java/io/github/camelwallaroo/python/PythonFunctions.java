package io.github.camelwallaroo.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Encoder;

/** One user's hold on the functions of a {@link PythonCodec}. */
final class PythonFunctions implements CodecHandle {

    private final CallQueue calls;
    private final Optional<Encoder> encoder;
    private final Optional<Decoder> decoder;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    PythonFunctions(CallQueue calls, boolean encodes, boolean decodes, Runnable release) {
        this.calls = calls;
        this.encoder = encodes ? Optional.of(new PythonEncoder()) : Optional.empty();
        this.decoder = decodes ? Optional.of(new PythonDecoder()) : Optional.empty();
        this.release = release;
    }

    @Override
    public Optional<Encoder> encoder() {
        return encoder;
    }

    @Override
    public Optional<Decoder> decoder() {
        return decoder;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }

    private final class PythonEncoder implements Encoder {

        @Override
        public byte[] encode(Object body) throws Exception {
            return (byte[]) calls.call(FunctionHost.ENCODE, Collections.singletonList(body)).get(0).get();
        }

        /** Keys travel beside the payload, if at all: the application's function gets the body alone. */
        @Override
        public List<Converted<byte[]>> encodeAll(List<?> bodies, List<String> keys) {
            List<Converted<byte[]>> encoded = new ArrayList<>(bodies.size());
            for (Converted<Object> each : callAll(FunctionHost.ENCODE, bodies)) {
                encoded.add(new Converted<>((byte[]) each.value(), each.failure()));
            }
            return encoded;
        }

        @Override
        public boolean encodesInBatches() {
            return true;
        }

        /** Streams, files and buffers hold bytes. */
        @Override
        public Class<?> bodyType() {
            return byte[].class;
        }

        @Override
        public boolean accepts(Object body) {
            return BlockWriter.accepts(body);
        }
    }

    private final class PythonDecoder implements Decoder {

        @Override
        public Object decode(byte[] payload) throws Exception {
            return calls.call(FunctionHost.DECODE, Arrays.<Object>asList(payload)).get(0).get();
        }

        @Override
        public List<Converted<Object>> decodeAll(List<byte[]> payloads) {
            return callAll(FunctionHost.DECODE, payloads);
        }

        @Override
        public boolean decodesInBatches() {
            return true;
        }
    }

    private List<Converted<Object>> callAll(byte function, List<?> items) {
        try {
            return calls.call(function, items);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FunctionHost.failures(items.size(), e);
        }
    }
}
