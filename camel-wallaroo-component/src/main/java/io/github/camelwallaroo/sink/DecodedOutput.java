package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import io.github.camelwallaroo.convert.Converted;

/**
 * Committed output, decoded: one message when it is asked for, or where the decoder gains by it as many as are there, up to a
 * limit. Of one thread.
 */
final class DecodedOutput {

    private static final int MOST_MESSAGES = 1024;
    private static final long MOST_BYTES = 1L << 20;

    private final CommittedOutput output;
    private final OutputHandover handover;
    private final Deque<Decoded> ahead = new ArrayDeque<>();

    /** A message, and its content or why there is none. */
    record Decoded(StagedMessage message, Converted<OutputContent> content) {}

    DecodedOutput(CommittedOutput output, OutputHandover handover) {
        this.output = output;
        this.handover = handover;
    }

    /** See {@link CommittedOutput#next()}. */
    Decoded next() throws IOException {
        if (ahead.isEmpty() && handover.decodesInBatches()) {
            readAhead();
        } else if (ahead.isEmpty()) {
            StagedMessage message = output.next();
            return message == null ? null : new Decoded(message, handover.decode(message.payload()));
        }
        return ahead.poll();
    }

    private void readAhead() throws IOException {
        List<StagedMessage> messages = new ArrayList<>();
        long bytes = 0;
        try {
            StagedMessage message;
            while (messages.size() < MOST_MESSAGES && bytes < MOST_BYTES && (message = output.next()) != null) {
                messages.add(message);
                bytes += message.payload().length;
            }
        } catch (IOException e) {
            // What came before it counts; the next call meets it again.
            if (messages.isEmpty()) {
                throw e;
            }
        }
        Iterator<Converted<OutputContent>> contents = handover
                .decodeAll(messages.stream().map(StagedMessage::payload).toList())
                .iterator();
        messages.forEach(message -> ahead.add(new Decoded(message, contents.next())));
    }
}
