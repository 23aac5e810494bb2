package io.github.camelwallaroo.routes.support.postgres;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.source.PositionListener;

/**
 * What the worker says of an outbox's stream: written by the connector's threads, read by the one that reads rows. A row's
 * position is its message's id. Any thread.
 */
final class OutboxStream implements PositionListener {

    private final String name;
    private boolean open;
    private String stopped;
    private long acknowledged;
    private long deleted;
    private long begin;
    private boolean moved;
    private boolean rewound;

    OutboxStream(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    @Override
    public synchronized void opened(String stream, PointOfReference position) {
        if (!open) {
            open = true;
            goTo(position.isNone() ? 0 : position.value());
        }
    }

    @Override
    public synchronized void acknowledged(String stream, PointOfReference position) {
        if (!position.isNone()) {
            acknowledged = Math.max(acknowledged, position.value());
        }
    }

    /** Rows that were acknowledged are gone: nobody can go back over them. */
    @Override
    public synchronized boolean rewind(String stream, PointOfReference position) {
        if (position.isNone() || position.value() < deleted) {
            return false;
        }
        rewound = true;
        goTo(position.value());
        return true;
    }

    private void goTo(long position) {
        begin = position;
        moved = true;
    }

    @Override
    public synchronized void stopped(String stream, String reason) {
        stopped = reason;
    }

    /** Whether the worker has said where it stands. */
    synchronized boolean isOpen() {
        return open;
    }

    /** Why nothing is taken until a person has looked at it; null if something is. */
    synchronized String stopped() {
        return stopped;
    }

    /** Where reading is to go on, if that is elsewhere than it stands. */
    synchronized boolean hasMoved() {
        return moved;
    }

    /** Behind which reading goes on from now. */
    synchronized long takeMove() {
        moved = false;
        return begin;
    }

    /** @return whether the connector waits to hear that reading has gone back */
    synchronized boolean takeRewound() {
        boolean waits = rewound;
        rewound = false;
        return waits;
    }

    /** Up to where rows may be deleted, if that is further than before; from now on nobody goes back over them. 0 if not. */
    synchronized long takeAcknowledged() {
        if (acknowledged <= deleted) {
            return 0;
        }
        deleted = acknowledged;
        return deleted;
    }
}
