package io.github.camelwallaroo.source;

/**
 * One event on its way to those who are told. While it waits, an acknowledgement gives way to a later one: a listener that is
 * slow hears of fewer positions, and what waits for it stays bounded. Thread-safe.
 */
final class StreamTelling {

    private StreamEvent event;
    private boolean begun;

    StreamTelling(StreamEvent event) {
        this.event = event;
    }

    /** @return whether {@code later} is told in place of this one */
    synchronized boolean giveWayTo(StreamEvent later) {
        boolean both = event instanceof StreamEvent.Acknowledged && later instanceof StreamEvent.Acknowledged;
        if (begun || !both) {
            return false;
        }
        event = later;
        return true;
    }

    /** @return what is told; from now on it does not change */
    synchronized StreamEvent begin() {
        begun = true;
        return event;
    }
}
