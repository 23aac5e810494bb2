package io.github.camelwallaroo.convert;

import java.io.Closeable;
import java.util.Optional;

/** One user's hold on the functions of a {@link ModuleCodec}. */
public interface CodecHandle extends Closeable {

    /** Empty if the module has none for this connector. May be called by many threads until {@link #close()}. */
    Optional<Encoder> encoder();

    /** Empty if the module has none for this connector. May be called by many threads until {@link #close()}. */
    Optional<Decoder> decoder();

    /**
     * Functions that need no closing.
     *
     * @param encoder null for none
     * @param decoder null for none
     */
    static CodecHandle of(Encoder encoder, Decoder decoder) {
        return new ModuleCodec.LocalCodec("", Optional.ofNullable(encoder), Optional.ofNullable(decoder));
    }

    /** Lets go. The last one to do so ends what the functions need; calling it again does nothing. */
    @Override
    void close();
}
