package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.transport.Completion;

/** The thread that writes a message encodes it. */
record DirectInlet(MessageEncoding encoding, SourceLink link) implements MessageInlet {

    @Override
    public boolean write(SourceMessage message, Completion completion) throws Exception {
        byte[] key = encoding.key(message);
        return link.send(message, key, encoding.payload(message, key), completion);
    }

    @Override
    public boolean writeAll(List<SourceMessage> messages, Completion completion) throws Exception {
        return link.sendAll(encoding.all(messages), completion);
    }

    @Override
    public SourceLink drained() {
        return link;
    }

    @Override
    public void giveBackToLeaving() {
        link.giveBackToLeaving();
    }

    @Override
    public void stop(Duration timeout) {
        link.stop(timeout);
    }
}
