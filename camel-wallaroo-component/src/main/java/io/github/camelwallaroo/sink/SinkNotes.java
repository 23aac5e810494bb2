package io.github.camelwallaroo.sink;

/** Hears what is worth a log line, a counter or a health text. Never blocks. */
@FunctionalInterface
interface SinkNotes {

    /** @param text one sentence that stands alone, without payloads and cookies */
    void say(SinkNote note, String text);
}
