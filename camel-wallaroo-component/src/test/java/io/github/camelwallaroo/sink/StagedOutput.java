package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** For tests of {@link Staging}. */
final class StagedOutput {

    static final String IDENTITY = "celsius/Celsius to Fahrenheit-w-initializer-id-1";

    /** Segments of a few records, so that there are many. */
    static final LogOptions SMALL_SEGMENTS = new LogOptions(300, 0);

    private StagedOutput() {}

    static Staging open(LogDirectory directory) throws IOException {
        return open(directory, SMALL_SEGMENTS);
    }

    static Staging open(LogDirectory directory, LogOptions options) throws IOException {
        return Staging.open(directory, IDENTITY, options, numbers());
    }

    /** The same at each run; epochs count from 1. */
    static LogNumbers numbers() {
        AtomicLong salts = new AtomicLong(42);
        return new LogNumbers() {

            @Override
            public long salt() {
                return salts.incrementAndGet();
            }

            @Override
            public long epochAfter(long last) {
                return last + 1;
            }
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Everything that is there to be delivered, not marked as delivered. */
    static List<String> read(Staging staging) throws IOException {
        List<String> messages = new ArrayList<>();
        StagedMessage message;
        while ((message = staging.output().next()) != null) {
            messages.add(message.offset() + ":" + new String(message.payload(), UTF_8));
        }
        return messages;
    }

    /** As {@link #read}, marked as delivered. */
    static List<String> deliver(Staging staging) throws IOException {
        List<String> messages = new ArrayList<>();
        StagedMessage message;
        while ((message = staging.output().next()) != null) {
            messages.add(message.offset() + ":" + new String(message.payload(), UTF_8));
            staging.output().delivered(message, true);
        }
        return messages;
    }
}
