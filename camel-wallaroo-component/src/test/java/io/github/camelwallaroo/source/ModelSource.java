package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.transport.Completion;

/** A source that feeds one stream, remembers all it gave, and objects to positions and completions that must not be. */
final class ModelSource implements PositionListener {

    enum Kind {

        /** A log: its ids have gaps, it can begin again anywhere, and gives messages twice now and then. */
        LOG,

        /** Has ids of its own and cannot go back. */
        FORWARD,

        /** Has no ids. */
        NUMBERED
    }

    /** A message that was given, and who waits for it. */
    final class Delivery implements Completion {

        final String payload;
        ReplayEntry entry;
        int runs;
        Exception failure;

        Delivery(String payload) {
            this.payload = payload;
        }

        @Override
        public void completed(Exception reason) {
            runs++;
            failure = reason;
            assertThat(runs).as("completions of %s", payload).isEqualTo(1);
            if (reason == null) {
                model.checkDone(payload);
            }
        }
    }

    final Kind kind;
    final String name;
    final List<Delivery> deliveries = new ArrayList<>();
    /** Whose loss was reported. */
    private final Set<String> lost = new HashSet<>();
    private final SessionModel model;
    private final Random random;
    private final List<Long> log = new ArrayList<>();
    private int cursor;
    /** How far the cursor was at most. */
    private int furthest;
    /** A worker without checkpoints takes everything for new after the stream was opened again. */
    private int floor;
    private int serial;
    private SourceStream stream;
    private PointOfReference heard;
    private boolean opened;
    private boolean rewinding;

    ModelSource(Kind kind, String name, SessionModel model, Random random) {
        this.kind = kind;
        this.name = name;
        this.model = model;
        this.random = random;
        begin();
    }

    /** Opens the stream, or opens it again after its end. */
    void begin() {
        stream = new SourceStream(name, this, model.settings, model);
        heard = PointOfReference.NONE;
        opened = false;
        rewinding = false;
        if (!model.settings.resilience()) {
            cursor = furthest;
        }
        model.session.attach(stream);
    }

    SourceStream stream() {
        return stream;
    }

    /** Gives the next message, a new one if there is none left to give again. @return whether it was taken */
    boolean give(boolean mayBeNew) {
        if (kind != Kind.NUMBERED && !opened) {
            return false;
        }
        boolean isNew = kind == Kind.NUMBERED || cursor == log.size();
        if (isNew && !mayBeNew) {
            return false;
        }
        if (isNew && kind != Kind.NUMBERED) {
            log.add(log.isEmpty() ? random.nextInt(5) : log.get(log.size() - 1) + 1 + random.nextInt(3));
        }
        long id = kind == Kind.NUMBERED ? StreamIds.AUTOMATIC : log.get(cursor);
        Delivery delivery = new Delivery(name + ":" + (kind == Kind.NUMBERED ? serial : id));
        byte[] frame = ConnectorCodec.encodeMessage(stream.id().value(), id, 0, null,
                delivery.payload.getBytes(StandardCharsets.US_ASCII));
        delivery.entry = new ReplayEntry(stream, id, frame, delivery, model.now);
        try {
            if (model.session.accept(delivery.entry) == Acceptance.COVERED) {
                delivery.completed(null);
            }
        } catch (StreamException e) {
            assertThat(e.retryable()).as(e.getMessage()).isTrue();
            return false;
        }
        deliveries.add(delivery);
        serial++;
        cursor++;
        furthest = Math.max(furthest, cursor);
        return true;
    }

    /** Gives some messages again, as after a rebalance. */
    void goBack() {
        if (kind == Kind.LOG && opened) {
            cursor = Math.max(floor, cursor - random.nextInt(30));
        }
    }

    boolean hasMore() {
        return rewinding || !opened || kind != Kind.NUMBERED && cursor < log.size();
    }

    boolean isRewinding() {
        return rewinding;
    }

    void comeBack() {
        rewinding = false;
        model.session.rewound(stream);
    }

    @Override
    public void opened(String name, PointOfReference position) {
        assertThat(position).as("position that %s is opened at", name).isEqualTo(heard);
        if (!opened && kind == Kind.LOG && model.settings.resilience()) {
            goBehind(position);
        }
        if (!opened) {
            floor = cursor;
        }
        opened = true;
    }

    @Override
    public void acknowledged(String name, PointOfReference position) {
        assertThat(position.isAfter(heard)).as("%s: %s acknowledged after %s", name, position, heard).isTrue();
        heard = position;
    }

    /** Another process sends all that is behind this position, and more. @return the last of it */
    long readByOthers(PointOfReference position, List<String> payloads) {
        for (int more = random.nextInt(20); more >= 0; more--) {
            log.add(log.isEmpty() ? 0 : log.get(log.size() - 1) + 1);
        }
        log.stream().filter(id -> !position.covers(id)).forEach(id -> payloads.add(name + ":" + id));
        return log.get(log.size() - 1);
    }

    @Override
    public boolean rewind(String name, PointOfReference position) {
        assertThat(heard.isAfter(position) || kind == Kind.LOG && position.isAfter(heard))
                .as("%s: rewind to %s from %s", name, position, heard)
                .isTrue();
        heard = position;
        rewinding = kind == Kind.LOG;
        if (rewinding) {
            goBehind(position);
            floor = Math.min(floor, cursor);
        }
        return rewinding;
    }

    /** The same for a stream that was ended: its next one will say where to go on. */
    boolean rewindEnded() {
        return kind == Kind.LOG;
    }

    private void goBehind(PointOfReference position) {
        cursor = 0;
        while (cursor < log.size() && position.covers(log.get(cursor))) {
            cursor++;
        }
    }

    void gap(StreamEvent.Gap gap) {
        assertThat(kind).isNotEqualTo(Kind.LOG);
        for (Delivery delivery : deliveries) {
            long id = delivery.entry.id();
            if (delivery.runs > 0 && gap.through().covers(id) && !gap.after().covers(id)) {
                lost.add(delivery.payload);
            }
        }
    }

    @Override
    public void stopped(String name, String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void ended(String name, PointOfReference last) {
        assertThat(last).isEqualTo(heard);
    }

    boolean isReportedLost(Delivery delivery) {
        return lost.contains(delivery.payload);
    }
}
