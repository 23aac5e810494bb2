package io.github.camelwallaroo.worker.state;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;

import io.github.camelwallaroo.worker.checkpoint.UnreadableException;
import io.github.camelwallaroo.worker.checkpoint.UnsavableException;

/** The states and keys of one state computation as bytes. Thread-safe. */
public final class StateCodec {

    /** So many states are tried out in any case: they are read back as soon as they are written, and compared. */
    private static final int TRIED_FIRST = 100;

    /** Later one in so many. */
    private static final int TRIED_EVERY = 100;

    private static final String EXPECTED = ". Expected a record, or a class with a constructor without parameters, whose"
            + " fields are simple types, collections, or such classes; or give KeyedState.format(...) a format of your own";

    private final String computation;
    private final StateFormat<Object> format;
    private final StateFormat<Object> keyFormat;
    private final AtomicInteger encoded = new AtomicInteger();

    private StateCodec(String computation, StateFormat<Object> format, StateFormat<Object> keyFormat) {
        this.computation = computation;
        this.format = format;
        this.keyFormat = keyFormat;
    }

    /**
     * @param computation whose states they are
     * @param initial     makes a state, which is tried out
     * @param format      null = JSON, of the class that {@code initial} makes
     * @param keyFormat   of keys that are of no simple type; null = there are none
     * @throws IllegalArgumentException if its states cannot be kept, saying why and what to do
     */
    @SuppressWarnings("unchecked")
    public static StateCodec of(String computation, Supplier<?> initial, StateFormat<?> format,
            StateFormat<?> keyFormat) {
        Class<?> type = null;
        try {
            Object state = Objects.requireNonNull(initial.get(), "its supplier gave null");
            type = state.getClass();
            StateFormat<Object> chosen = (StateFormat<Object>) (format == null ? StateFormat.json(type) : format);
            Objects.requireNonNull(chosen.name(), "its format has no name");
            RoundTrip.check(chosen, state, chosen.encode(state));
            return new StateCodec(computation, chosen, (StateFormat<Object>) keyFormat);
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new IllegalArgumentException("the states of '" + computation + "'"
                    + (type == null ? "" : ", which are of " + type.getName() + ",")
                    + " cannot be kept in checkpoints: " + e.getMessage() + EXPECTED, e);
        }
    }

    public String computation() {
        return computation;
    }

    /** The format's name; goes to disk with the states. */
    public String formatName() {
        return keyFormat == null ? format.name() : format.name() + ", keys " + keyFormat.name();
    }

    /**
     * @param key null where there is one state for all messages
     * @throws IllegalArgumentException if there are no bytes for such a key; its message may be logged
     */
    public byte[] encodeKey(Object key) {
        byte[] simple = SimpleKey.encode(key);
        if (keyFormat == null || key == null) {
            if (simple == null) {
                throw new IllegalArgumentException("a key of '" + computation + "' is a " + key.getClass().getName()
                        + ", which checkpoints cannot keep; expected a String, a number, or another simple type. Make one"
                        + " of it in keyBy, or give KeyedState.keys(...) a format of your own");
            }
            return simple;
        }
        try {
            return keyFormat.encode(key);
        } catch (Exception e) {
            throw new IllegalArgumentException("a key of '" + computation + "' cannot be kept in checkpoints: "
                    + describe(e), e);
        }
    }

    /** @throws UnsavableException saying why not; a worker cannot go on without its states */
    public byte[] encode(Object state) throws UnsavableException {
        try {
            byte[] bytes = format.encode(state);
            int count = encoded.incrementAndGet();
            if (Integer.compareUnsigned(count, TRIED_FIRST) <= 0 || count % TRIED_EVERY == 0) {
                RoundTrip.spotCheck(format, state, bytes);
            }
            return bytes;
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new UnsavableException("a state of '" + computation + "' cannot be kept in a checkpoint: "
                    + describe(e) + EXPECTED, e);
        }
    }

    public Object decodeKey(byte[] bytes) throws UnreadableException {
        try {
            // The key where there is one state for all messages is simple in any case.
            return keyFormat == null || bytes.length == 1 && bytes[0] == 0
                    ? SimpleKey.decode(bytes)
                    : Objects.requireNonNull(keyFormat.decode(bytes), "the format gave null");
        } catch (Exception e) {
            throw unreadable("key", e);
        }
    }

    public Object decode(byte[] bytes) throws UnreadableException {
        try {
            return Objects.requireNonNull(format.decode(bytes), "the format gave null");
        } catch (Exception | LinkageError e) {
            throw unreadable("state", e);
        }
    }

    private UnreadableException unreadable(String what, Throwable e) {
        return new UnreadableException("a " + what + " of '" + computation + "' cannot be read from a checkpoint: "
                + describe(e) + ". Its class was changed since it was written, or its format was: run the release that"
                + " wrote it, or give KeyedState a format that reads both; an empty state directory starts anew", e);
    }

    /** What may be logged: classes and fields, never what stands in them. */
    private static String describe(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof UnsupportedStateException || each instanceof InvalidDefinitionException) {
                return each instanceof JsonProcessingException json ? json.getOriginalMessage() : each.getMessage();
            }
        }
        return e instanceof JsonMappingException mapping
                ? mapping.getClass().getSimpleName() + place(mapping)
                : e.getClass().getName();
    }

    private static String place(JsonMappingException e) {
        StringBuilder place = new StringBuilder(" at ");
        for (JsonMappingException.Reference each : e.getPath()) {
            boolean field = each.getFieldName() != null && !(each.getFrom() instanceof Map);
            place.append(field ? '.' + each.getFieldName() : "[]");
        }
        return place.toString();
    }
}
