package io.github.camelwallaroo.source;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * Where one stream of generation 1 stands at one moment.
 *
 * @param stream         its name
 * @param state          one word, such as {@code open}
 * @param worker         the address of the worker that has it, or will get it; null if no worker is there
 * @param acknowledged   everything up to here is safe
 * @param accepted       the last message that was accepted, {@link PointOfReference#NONE} if there is none; of a stream that
 *                       the connector numbers, what the worker has said since it was opened first counts
 * @param messages       accepted and not yet safe
 * @param bytes          likewise, framing included
 * @param oldestMillis   the age of the oldest of them, in ms; 0 if there is none
 * @param problem        why it takes no messages, if that is not a passing state; else null
 */
public record StreamStatus(String stream, String state, String worker, PointOfReference acknowledged,
        PointOfReference accepted, int messages, long bytes, long oldestMillis, String problem) {}
