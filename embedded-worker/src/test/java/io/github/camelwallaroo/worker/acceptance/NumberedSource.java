package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.StreamException;
import io.github.camelwallaroo.transport.Completion;

/**
 * A source that can go back: its messages are numbered from 1 on, the number is the id, and it begins behind the position
 * that the worker names when the stream is opened. It checks what it is told against what it knows. Any number of threads
 * may give from it, one at a time.
 */
final class NumberedSource implements PositionListener {

    private static final int MOST_PROBLEMS = 5;

    private final String stream;
    private final Supplier<Fault.Cost> cost;
    private final Consumer<Reopening> reopenings;
    private final ReentrantLock giving = new ReentrantLock();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong givenBack = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final List<String> problems = new ArrayList<>();
    private volatile long allowed;
    private volatile long last;
    private volatile long acknowledged;
    private volatile long openings;
    private volatile long rewinds;
    /** Where the source has to go back to before it gives anything; -1 = it need not. */
    private long rewindTo = -1;

    /**
     * @param cost       what may be seen of the faults that strike at the moment
     * @param reopenings hears of each opening but the first, and of each rewind
     */
    NumberedSource(String stream, Supplier<Fault.Cost> cost, Consumer<Reopening> reopenings) {
        this.stream = stream;
        this.cost = cost;
        this.reopenings = reopenings;
    }

    String stream() {
        return stream;
    }

    /** It may give so many more. */
    void allow(int more) {
        allowed += more;
    }

    /** Whether there is something to give, as far as it is known. */
    boolean hasMore() {
        return openings > 0 && last < allowed;
    }

    /**
     * Gives messages until there are no more, so many are given, or the stream does not take one. Held while the connector's
     * buffer is full.
     *
     * @return how many were accepted; 0 also if another thread is giving
     */
    int give(SourceConnector connector, int most) throws Exception {
        if (!giving.tryLock()) {
            return 0;
        }
        try {
            goBackIfAsked(connector);
            int given = 0;
            while (given < most && hasMore() && giveOne(connector)) {
                given++;
            }
            return given;
        } finally {
            giving.unlock();
        }
    }

    private void goBackIfAsked(SourceConnector connector) {
        long position;
        synchronized (problems) {
            position = rewindTo;
            rewindTo = -1;
        }
        if (position >= 0) {
            last = position;
            acknowledged = Math.min(acknowledged, position);
            connector.rewound(stream);
        }
    }

    private boolean giveOne(SourceConnector connector) throws Exception {
        long number = last + 1;
        Outcome outcome = new Outcome();
        try {
            // Said before it is so: the worker may know the message earlier than this thread does.
            last = number;
            boolean done = connector.write(
                    new SourceMessage(new NumberedMessage(stream, number).encode(), 0, null, stream, number), outcome);
            accepted.incrementAndGet();
            if (done) {
                outcome.completed(null);
            }
            return true;
        } catch (StreamException e) {
            last = number - 1;
            if (!e.retryable()) {
                problem("number " + number + " was refused for good: " + e.getMessage());
                throw e;
            }
            return false;
        }
    }

    /** What becomes of one message that was accepted. */
    private final class Outcome implements Completion {

        private final AtomicBoolean known = new AtomicBoolean();

        @Override
        public void completed(Exception failure) {
            if (!known.compareAndSet(false, true)) {
                problem("a message was completed twice, the second time with " + failure);
            } else if (failure == null) {
                completed.incrementAndGet();
            } else {
                givenBack.incrementAndGet();
                if (cost.get() != Fault.Cost.ACKNOWLEDGED) {
                    problem("a message was given back: " + failure.getMessage());
                }
            }
        }
    }

    private static long number(PointOfReference position) {
        return position.isNone() ? 0 : position.value();
    }

    @Override
    public void opened(String name, PointOfReference position) {
        long number = number(position);
        if (openings == 0) {
            last = number;
            acknowledged = number;
        } else {
            if (number < acknowledged && cost.get() != Fault.Cost.ACKNOWLEDGED) {
                problem("opened at " + number + ", but " + acknowledged + " was acknowledged");
            }
            if (number > last) {
                problem("opened at " + number + ", but only " + last + " were given");
            }
            reopenings.accept(new Reopening(number, last, cost.get()));
        }
        openings++;
    }

    @Override
    public void acknowledged(String name, PointOfReference position) {
        long number = number(position);
        if (openings > 0 && number > last) {
            problem("acknowledged up to " + number + ", but only " + last + " were given");
        }
        if (number < acknowledged) {
            problem("acknowledged up to " + number + " after " + acknowledged);
        }
        acknowledged = number;
    }

    @Override
    public boolean rewind(String name, PointOfReference position) {
        long number = number(position);
        if (cost.get() != Fault.Cost.ACKNOWLEDGED) {
            problem("asked to go back to " + number + ", although the worker lost nothing");
        }
        synchronized (problems) {
            rewindTo = number;
        }
        reopenings.accept(new Reopening(number, last, cost.get()));
        acknowledged = number;
        rewinds++;
        return true;
    }

    @Override
    public void stopped(String name, String reason) {
        problem("stopped: " + reason);
    }

    private void problem(String what) {
        synchronized (problems) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(stream + ": " + what);
            }
        }
    }

    /** What it was told and should not have been; the first few. */
    List<String> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }

    /** Whether everything that it may give is given and acknowledged. */
    boolean isSafe() {
        synchronized (problems) {
            return rewindTo < 0 && last == allowed && acknowledged == allowed;
        }
    }

    /** The last number that was given. */
    long last() {
        return last;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** How often the stream was opened. */
    long openings() {
        return openings;
    }

    long rewinds() {
        return rewinds;
    }

    /** Messages accepted by the connector, those included that were accepted again after a rewind. */
    long accepted() {
        return accepted.get();
    }

    long completed() {
        return completed.get();
    }

    long givenBack() {
        return givenBack.get();
    }

    @Override
    public String toString() {
        return stream + ": given " + last + " of " + allowed + ", acknowledged " + acknowledged + ", opened " + openings
                + " times, rewound " + rewinds + " times";
    }
}
