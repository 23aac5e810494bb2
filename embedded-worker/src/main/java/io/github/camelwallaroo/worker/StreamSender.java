package io.github.camelwallaroo.worker;

import java.util.function.BooleanSupplier;

import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.ConnectionSender;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * A {@link StreamBuffer} and its writer as a link sees them.
 *
 * @param open whether output can be sent
 */
record StreamSender(StreamBuffer buffer, StreamWriter writer, BooleanSupplier open) implements ConnectionSender {

    @Override
    public void connected(Connection established) {
        buffer.connected(established);
    }

    @Override
    public long disconnected(Connection broken) {
        broken.close();
        buffer.disconnected();
        return 0;
    }

    @Override
    public boolean isConnected() {
        return open.getAsBoolean();
    }

    @Override
    public int pendingMessages() {
        return buffer.messages();
    }

    @Override
    public long blockedMillis() {
        return writer.blockedMillis();
    }

    @Override
    public void everythingWasRead() {
        // What a sink has is known by its votes.
    }

    @Override
    public int close(NotSentException reason) {
        int messages = buffer.messages();
        buffer.close();
        return messages;
    }
}
