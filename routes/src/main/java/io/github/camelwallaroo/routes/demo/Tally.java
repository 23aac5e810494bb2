package io.github.camelwallaroo.routes.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the books: which readings are under way, which result belongs to which. Results carry no number, so one belongs
 * to the oldest reading that it fits; a reading that was lost does not shift the others. Thread-safe.
 */
final class Tally {

    /** What is given up is remembered up to this number, for the report. */
    private static final int REMEMBERED = 20;

    private record Sent(Reading reading, long nanos) {}

    private final Deque<Sent> underWay = new ArrayDeque<>();
    private final List<String> missing = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private long sent;
    private long received;
    private long wrong;
    private long givenUp;

    /** A reading is about to be sent. */
    synchronized void sending(Reading reading, long nanos) {
        underWay.add(new Sent(reading, nanos));
        sent++;
    }

    /**
     * A result has come.
     *
     * @return the reading it belongs to; empty when there is none, and the result is wrong
     */
    synchronized Optional<Reading> received(String result, long nanos) {
        double fahrenheit = number(result);
        for (Iterator<Sent> candidates = underWay.iterator(); candidates.hasNext();) {
            Sent candidate = candidates.next();
            if (candidate.reading().matches(fahrenheit)) {
                candidates.remove();
                received++;
                latencies.add(nanos - candidate.nanos());
                notifyAll();
                return Optional.of(candidate.reading());
            }
        }
        wrong++;
        return Optional.empty();
    }

    private static double number(String result) {
        try {
            return Double.parseDouble(result);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * Waits until fewer than {@code limit} readings are under way. Gives up those for which that lasts too long.
     *
     * @param patienceNanos how long without any result
     */
    synchronized void awaitFewerThan(int limit, long patienceNanos) throws InterruptedException {
        long progress = received;
        long deadline = System.nanoTime() + patienceNanos;
        while (underWay.size() >= limit) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                giveUp();
                return;
            }
            wait(Math.max(1, left / 1_000_000));
            if (received != progress) {
                progress = received;
                deadline = System.nanoTime() + patienceNanos;
            }
        }
    }

    private void giveUp() {
        givenUp += underWay.size();
        for (Sent lost : underWay) {
            if (missing.size() < REMEMBERED) {
                missing.add(lost.reading().toString().strip());
            }
        }
        underWay.clear();
    }

    synchronized boolean good() {
        return sent > 0 && received == sent && wrong == 0;
    }

    /** The report. @param nanos how long it took */
    synchronized List<String> report(long nanos) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(java.util.Locale.ROOT, "%d readings sent, %d results received, %s missing, %s wrong,"
                + " in %.1f s (%.0f/s)", sent, received, orNone(sent - received), orNone(wrong), nanos / 1e9,
                received * 1e9 / Math.max(1, nanos)));
        if (received > 0) {
            lines.add(String.format(java.util.Locale.ROOT,
                    "from datagram to datagram, milliseconds: 50 %% %.2f, 90 %% %.2f, 99 %% %.2f, longest %.2f",
                    latencies.percentile(50) / 1e6, latencies.percentile(90) / 1e6, latencies.percentile(99) / 1e6,
                    latencies.longest() / 1e6));
        }
        if (!missing.isEmpty()) {
            lines.add("missing: " + String.join(", ", missing)
                    + (givenUp > missing.size() ? " and " + (givenUp - missing.size()) + " more" : ""));
        }
        return lines;
    }

    private static String orNone(long count) {
        return count == 0 ? "none" : Long.toString(count);
    }
}
