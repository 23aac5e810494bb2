package io.github.camelwallaroo.application;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that can be opened: a file's or a resource's. */
@FunctionalInterface
interface FileContent {

    /** No description is longer. */
    int LARGEST_FILE = 1 << 20;

    InputStream open() throws IOException;

    /** @throws ApplicationException if it cannot be read, is too large or is not UTF-8 */
    default String read(String place) {
        byte[] bytes;
        try (InputStream in = open()) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            throw new ApplicationException(place + ": cannot be read (" + e + "); expected a readable file", e);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new ApplicationException(place + ": is larger than " + LARGEST_FILE
                    + " bytes; expected the description of an application");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ApplicationException(place + ": is not UTF-8; expected a YAML file saved as UTF-8", e);
        }
    }
}
