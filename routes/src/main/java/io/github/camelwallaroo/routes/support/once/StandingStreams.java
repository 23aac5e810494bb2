package io.github.camelwallaroo.routes.support.once;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which streams stand still at a message that failed: those behind it are not done either until it comes again, so that the
 * order of each stream stays. For one thread.
 */
public final class StandingStreams {

    private final Map<String, MessagePosition> failed = new HashMap<>();
    private final Set<String> resumed = new HashSet<>();

    /** Messages come that are looked at together. */
    public void begin() {
        resumed.clear();
    }

    /**
     * Whether a message may be done now. One that failed, or was before it, takes those behind it along.
     *
     * @param  position may be null: of no stream
     * @return          the message that it has to wait for; null if there is none
     */
    public MessagePosition inFrontOf(MessagePosition position) {
        MessagePosition stopped = position == null ? null : failed.get(position.stream());
        if (stopped == null || resumed.contains(position.stream())) {
            return null;
        }
        if (position.compareTo(stopped) <= 0) {
            resumed.add(position.stream());
            return null;
        }
        return stopped;
    }

    /** It was done. */
    public void done(MessagePosition position) {
        if (position != null) {
            failed.remove(position.stream());
        }
    }

    /** It failed, and comes again. */
    public void failed(MessagePosition position) {
        if (position != null) {
            resumed.remove(position.stream());
            failed.merge(position.stream(), position, (one, other) -> one.compareTo(other) < 0 ? one : other);
        }
    }
}
