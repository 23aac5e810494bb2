package io.github.camelwallaroo.source;

import io.github.camelwallaroo.transport.Completion;

/**
 * What a stream does to the world outside. Called under the lock that guards the stream and its session, so an
 * implementation only notes: it blocks on nothing, runs no code of others, and does not call the session. Events and
 * completions are carried out in order once the lock is released.
 */
interface StreamEffects {

    /** To be told. */
    void event(StreamEvent event);

    /** To be run, once. @param failure null: it is done; else why the message is given back */
    void complete(Completion completion, Exception failure);

    /** So many messages are held no longer: there is room for others. @param bytes of their frames */
    void released(int messages, long bytes);
}
