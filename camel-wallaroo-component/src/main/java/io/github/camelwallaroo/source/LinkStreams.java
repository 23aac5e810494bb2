package io.github.camelwallaroo.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.transport.NotSentException;

/** The streams of a link, as sources see them. Its public methods take the link's lock themselves. */
final class LinkStreams implements SourceStreams {

    /** Of streams that nobody opened. */
    static final PositionListener NOBODY = (stream, position) -> {};

    private final String name;
    private final String defaultStream;
    private final SessionSettings settings;
    private final StreamPlacement placement;
    private final SessionGuard guard;
    private final Admission admission;
    private final ReplayBudget budget;

    LinkStreams(String name, String defaultStream, SessionSettings settings, StreamPlacement placement,
            SessionGuard guard, Admission admission, ReplayBudget budget) {
        this.name = name;
        this.defaultStream = defaultStream;
        this.settings = settings;
        this.placement = placement;
        this.guard = guard;
        this.admission = admission;
        this.budget = budget;
    }

    /** The stream that a message belongs to. */
    String nameOf(SourceMessage message) {
        return nameOf(message.stream());
    }

    private String nameOf(String stream) {
        return stream == null ? defaultStream : stream;
    }

    /** Under the lock: the stream of this name, opened if nobody did. */
    StreamPlace placeFor(String stream) throws StreamException {
        StreamPlace place = placement.find(stream);
        boolean reopens = place != null && place.stream().isEnding() && place.stream().listener() == NOBODY;
        return place == null || reopens ? add(stream, NOBODY) : place;
    }

    private StreamPlace add(String stream, PositionListener listener) throws StreamException {
        int bytes = stream.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SessionOptions.LONGEST_NAME) {
            throw new StreamException(name + ": the name of a stream has " + bytes + " bytes; expected at most "
                    + SessionOptions.LONGEST_NAME, false);
        }
        try {
            return placement.add(new SourceStream(stream, listener, settings, guard));
        } catch (IllegalStateException e) {
            throw new StreamException(name + ": " + e.getMessage(), false);
        }
    }

    @Override
    public void open(String stream, PositionListener listener) throws StreamException {
        String wanted = nameOf(stream);
        guard.lock();
        try {
            admission.checkOpen();
            StreamPlace place = placement.find(wanted);
            if (place == null || place.stream().isEnding()) {
                add(wanted, listener);
            } else if (place.stream().stopReason() != null) {
                throw new StreamException(place.stream().stopReason(), false);
            } else if (place.stream().listener() != listener) {
                throw new StreamException(
                        name + ": stream '" + wanted + "' is open already, for somebody else; end it first,"
                                + " or choose another name",
                        false);
            }
        } catch (NotSentException e) {
            throw new StreamException(e.getMessage(), true);
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void end(String stream) {
        onStream(stream, (session, found) -> session.end(found));
    }

    @Override
    public void rewound(String stream) {
        onStream(stream, (session, found) -> session.rewound(found));
    }

    @Override
    public void stop(String stream, String reason) {
        String text = name + ", stream '" + nameOf(stream) + "': " + reason;
        onStream(stream, (session, found) -> session.stop(found, text));
    }

    private interface Action {

        void run(SourceSession session, SourceStream stream);
    }

    private void onStream(String stream, Action action) {
        guard.lock();
        try {
            StreamPlace place = placement.find(nameOf(stream));
            if (place != null) {
                action.run(placement.session(place), place.stream());
            }
        } finally {
            guard.unlock();
        }
    }

    @Override
    public boolean isWritable(String stream, int messages) {
        guard.lock();
        try {
            StreamPlace place = placement.find(nameOf(stream));
            if (place == null || place.worker() == null || admission.isClosed()) {
                return false;
            }
            SourceStream found = place.stream();
            return found.state() == StreamState.OPEN && !found.isEnding() && place.worker().session().credits() > 0
                    && budget.hasRoomFor(messages);
        } finally {
            guard.unlock();
        }
    }

    @Override
    public List<StreamStatus> status() {
        List<StreamStatus> all = new ArrayList<>();
        guard.lock();
        try {
            long now = WorkerLink.nowMillis();
            placement.all().forEach(place -> all.add(status(place, now)));
        } finally {
            guard.unlock();
        }
        all.sort(Comparator.comparing(StreamStatus::stream));
        return all;
    }

    private static StreamStatus status(StreamPlace place, long now) {
        SourceStream stream = place.stream();
        StreamMessages messages = stream.messages();
        ReplayEntry oldest = messages.buffer().oldest();
        return new StreamStatus(stream.name(), stream.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                place.worker() == null ? null : place.worker().link().dialled().toString(), stream.acknowledged(),
                PointOfReference.of(messages.ids().accepted()), messages.buffer().size(), messages.buffer().bytes(),
                oldest == null ? 0 : now - oldest.acceptedAt(), stream.stopReason());
    }
}
