package io.github.camelwallaroo.worker;

/** What happens on a {@link StreamLink}, for whoever decides. Called with no lock held. */
interface StreamEvents {

    /** Where the output of a connection that begins is committed, in bytes. */
    long position();

    /** The session is in another state, and not because it was asked to be. */
    void changed();

    /**
     * The connection has ended.
     *
     * @param open whether output could be sent
     * @return what that means for the output, for the log
     */
    String ended(String why, boolean open);

    /** The sink did what ends a real worker. */
    void violated(String what);
}
