package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.util.List;

import io.github.camelwallaroo.sink.LogDamagedException;
import io.github.camelwallaroo.sink.LoggedStream;
import io.github.camelwallaroo.sink.TransactionOperations;

/**
 * What is known of a stream.
 *
 * @param name    of its log
 * @param stream  null if the log cannot be read
 * @param trouble why not; null if it can
 */
record StreamEntry(String name, LoggedStream stream, IOException trouble) {

    private static final int DAMAGED = 1;

    static StreamEntry read(TransactionOperations logs, String name) {
        try {
            return new StreamEntry(name, logs.show(name), null);
        } catch (IOException e) {
            return new StreamEntry(name, null, e);
        }
    }

    boolean isReadable() {
        return stream != null;
    }

    /** @throws UsageException if the log cannot be read */
    LoggedStream readable() {
        if (!isReadable()) {
            throw new UsageException(trouble.getMessage(), trouble);
        }
        return stream;
    }

    /** In a few words. */
    String troubleText() {
        return trouble instanceof LogDamagedException damaged
                ? "damaged at byte " + damaged.position() + " of " + damaged.file()
                : "not readable: " + trouble.getMessage();
    }

    static int exitCode(List<StreamEntry> entries) {
        return entries.stream().allMatch(StreamEntry::isReadable) ? 0 : DAMAGED;
    }
}
