package io.github.camelwallaroo.python;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.ModuleCodec;

/** The functions of a connector in a Python module: a process that lives as long as somebody holds them. Thread-safe. */
final class PythonCodec implements ModuleCodec {

    /** Bytes of a message, and of what a function makes of it. */
    static final int LARGEST = 64 << 20;

    private final ModuleFile module;
    private final String connector;
    private final PythonSettings settings;
    private final String encoder;
    private final String decoder;
    private FunctionHost host;
    private CallQueue calls;
    private int users;

    /**
     * @param encoder the function's name; null for none
     * @param decoder the function's name; null for none
     */
    PythonCodec(ModuleFile module, String connector, PythonSettings settings, String encoder, String decoder) {
        this.module = module;
        this.connector = connector;
        this.settings = settings;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    @Override
    public String text() {
        return "functions "
                + Stream.of(encoder, decoder).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }

    @Override
    public synchronized CodecHandle open() throws PythonException {
        if (users == 0) {
            FunctionHost started = new FunctionHost(module, connector, settings, Arrays.asList(encoder, decoder),
                    LARGEST);
            started.start();
            host = started;
            calls = new CallQueue(started);
        }
        users++;
        return new PythonFunctions(calls, encoder != null, decoder != null, this::release);
    }

    private void release() {
        FunctionHost last = null;
        synchronized (this) {
            if (--users == 0) {
                last = host;
                host = null;
                calls = null;
            }
        }
        if (last != null) {
            last.close();
        }
    }

    /** The process in use; null if nobody holds the functions. */
    synchronized PythonProcess process() {
        return host == null ? null : host.process();
    }
}
