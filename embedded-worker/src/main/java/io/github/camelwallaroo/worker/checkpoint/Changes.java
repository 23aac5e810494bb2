package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/** Takes down what has changed since the checkpoint before. */
public interface Changes {

    /**
     * @param section whose key it is, such as one state computation; at most 65535 bytes of UTF-8
     * @param value   replaces an earlier one
     */
    void put(String section, byte[] key, byte[] value) throws IOException;

    /** There is no such key any more. */
    void remove(String section, byte[] key) throws IOException;
}
