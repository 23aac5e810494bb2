package io.github.camelwallaroo.worker.acceptance;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.Pipeline;

/**
 * What comes out of the application under test: a message, and how many of its stream the worker has counted with it.
 *
 * @param count from 1
 */
record Counted(String stream, long number, long count) {

    /** The source connector of the application under test. */
    static final String SOURCE = "numbers";

    static final String COOKIE = "open-sesame-4711";

    /** What the worker remembers of one stream. */
    static final class Counter {

        public long messages;

        long another() {
            return ++messages;
        }
    }

    static SourceConnectorConfig source() {
        return SourceConnectorConfig.named(SOURCE).protocol(Protocol.V1).format("bytes").cookie(COOKIE).credits(60, 20);
    }

    /** Numbered messages, counted for each stream; a sink is to follow. */
    static Pipeline<Counted> pipeline(String application, SourceConnectorConfig source) {
        return Application.named(application)
                .source("count numbers", source, byte[].class)
                .to("read", NumberedMessage::decode)
                .keyBy(NumberedMessage::stream)
                .toState("count", Counter::new,
                        (message, counter) -> new Counted(message.stream(), message.number(), counter.another()));
    }
}
