package io.github.camelwallaroo.convert;

import java.util.Objects;
import java.util.Optional;

/**
 * The functions that an application module has for the payloads of one of its connectors. They may live elsewhere, in another
 * process for one, so they are opened by whoever uses them. Immutable and thread-safe.
 */
public interface ModuleCodec {

    /** How a description names them, for example {@code functions encode_feed, decode_feed}. */
    String text();

    /**
     * Makes the functions ready. What they need lives until every handle that was opened is closed.
     *
     * @return a handle of the caller's own, to be closed
     * @throws Exception if they cannot be made ready; the message is one line that says what to do
     */
    CodecHandle open() throws Exception;

    /**
     * Functions in this JVM, which need no opening.
     *
     * @param encoder null if the module has none
     * @param decoder null if the module has none
     */
    static ModuleCodec of(String text, Encoder encoder, Decoder decoder) {
        return new LocalCodec(text, Optional.ofNullable(encoder), Optional.ofNullable(decoder));
    }

    /** It is its own handle: there is nothing to close. */
    record LocalCodec(String text, Optional<Encoder> encoder, Optional<Decoder> decoder)
            implements
                ModuleCodec,
                CodecHandle {

        public LocalCodec {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public CodecHandle open() {
            return this;
        }

        @Override
        public void close() {}
    }
}
