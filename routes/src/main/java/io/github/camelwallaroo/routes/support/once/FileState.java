package io.github.camelwallaroo.routes.support.once;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * How far a file is.
 *
 * @param length     bytes of the file that count
 * @param lastLength bytes of the last message in it, as it lies there; 0 if there is none
 * @param lastCrc    CRC32C of these
 * @param streams    the last message of each stream
 */
record FileState(long length, int lastLength, int lastCrc, Map<String, Last> streams) {

    static final FileState EMPTY = new FileState(0, 0, 0, Map.of());

    /**
     * The last message of a stream.
     *
     * @param crc CRC32C of its bytes, as they lie in the file
     */
    record Last(MessagePosition position, int crc) {}

    FileState {
        streams = Map.copyOf(streams);
    }

    /** With what has changed since. */
    FileState followedBy(FileState change) {
        Map<String, Last> all = new LinkedHashMap<>(streams);
        all.putAll(change.streams);
        return new FileState(change.length, change.lastLength, change.lastCrc, all);
    }

    static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
