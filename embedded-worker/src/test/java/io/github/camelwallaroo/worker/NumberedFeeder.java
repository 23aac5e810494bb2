package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.StreamId;

/** Sends numbers from 1 on its streams, as fast as credits allow, and goes on where a worker says. */
final class NumberedFeeder {

    private final List<String> streams;
    private final Map<String, Long> next = new HashMap<>();
    private final Map<StreamId, String> names = new HashMap<>();
    private final Map<String, AtomicLong> acknowledged = new HashMap<>();
    private final AtomicLong sent = new AtomicLong();

    NumberedFeeder(List<String> streams) {
        this.streams = streams;
        for (String stream : streams) {
            names.put(StreamId.of(stream), stream);
            acknowledged.put(stream, new AtomicLong());
        }
    }

    /** Feeds a worker until it is gone. */
    void feed(int port) {
        try (RawConnector connector = RawConnector.dial(port)) {
            connector.send(RawConnector.hello(""));
            long credits = connector.next(Ok.class).initialCredits();
            for (String stream : streams) {
                connector.send(RawConnector.notification(stream));
                NotifyAck opened = connector.next(NotifyAck.class);
                if (!opened.success()) {
                    throw new AssertionError("stream " + stream + " was refused by a worker that has just begun");
                }
                next.put(stream, opened.pointOfReference().isNone() ? 1 : opened.pointOfReference().value() + 1);
                credits--;
            }
            while (true) {
                if (credits > 0) {
                    connector.send(messages(credits));
                    sent.addAndGet(credits);
                }
                credits = credits(connector.next(Ack.class));
            }
        } catch (IOException e) {
            // Killed.
        }
    }

    private ConnectorFrame[] messages(long count) {
        List<ConnectorFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String stream = streams.get(i % streams.size());
            long number = next.merge(stream, 1L, Long::sum) - 1;
            frames.add(RawConnector.message(stream, number, stream + ":" + number));
        }
        return frames.toArray(new ConnectorFrame[0]);
    }

    private long credits(Ack ack) {
        for (Ack.Position each : ack.positions()) {
            if (!each.pointOfReference().isNone()) {
                acknowledged.get(names.get(each.streamId()))
                        .accumulateAndGet(each.pointOfReference().value(), Math::max);
            }
        }
        return ack.credits();
    }

    List<String> streams() {
        return streams;
    }

    /** What the worker said is safe. */
    long acknowledged(String stream) {
        return acknowledged.get(stream).get();
    }

    /** Messages sent so far, the same one several times if need be. */
    long sent() {
        return sent.get();
    }
}
