package io.github.camelwallaroo.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.transport.Completion;

/** Keeps what a session does: frames as a worker would decode them, events, completions, ends of connections. */
class SessionRecorder implements SessionEffects, StreamEffects {

    final List<ConnectorFrame> sent = new ArrayList<>();
    final List<ReplayEntry> entries = new ArrayList<>();
    final List<StreamEvent> events = new ArrayList<>();
    /** {@code close}, {@code rejected} or {@code reconnect}, a colon, and why or where. */
    final List<String> ends = new ArrayList<>();
    int released;
    long releasedBytes;

    @Override
    public void send(byte[] frame, ReplayEntry entry) {
        sent.add(decode(frame));
        if (entry != null) {
            entries.add(entry);
        }
    }

    static ConnectorFrame decode(byte[] frame) {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(ConnectorCodec.WORKER_FRAME_LIMIT,
                Leniency.STRICT);
        try {
            for (int at = 0; at < frame.length;) {
                ByteBuffer room = decoder.buffer();
                int length = Math.min(room.remaining(), frame.length - at);
                room.put(frame, at, length);
                at += length;
            }
            return decoder.next();
        } catch (ProtocolViolationException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close(String why) {
        ends.add("close: " + why);
    }

    @Override
    public void rejected(String reason) {
        ends.add("rejected: " + reason);
    }

    @Override
    public void reconnect(String address) {
        ends.add("reconnect: " + address);
    }

    @Override
    public void event(StreamEvent event) {
        events.add(event);
    }

    @Override
    public void complete(Completion completion, Exception failure) {
        completion.completed(failure);
    }

    @Override
    public void released(int messages, long bytes) {
        released += messages;
        releasedBytes += bytes;
    }

    /** @return what was sent since the last call */
    List<ConnectorFrame> takeSent() {
        List<ConnectorFrame> taken = new ArrayList<>(sent);
        sent.clear();
        return taken;
    }

    /** @return what happened since the last call */
    List<StreamEvent> takeEvents() {
        List<StreamEvent> taken = new ArrayList<>(events);
        events.clear();
        return taken;
    }
}
