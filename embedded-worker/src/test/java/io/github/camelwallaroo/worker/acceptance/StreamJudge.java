package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Judges what came out of one stream whose messages are numbered from 1 on. Each output must have the number that follows
 * the one before, unless the stream was opened again: then it may go back to exactly the number behind the position that the
 * worker said, and only over what had not been acknowledged. Each output says how many messages of its stream the worker has
 * counted with it, which must be one more than with the one before: so nothing was counted that was not output, nor the
 * other way round. Not thread-safe.
 */
final class StreamJudge {

    private static final int MOST_PROBLEMS = 5;

    private final String stream;
    private final Deque<Reopening> reopenings = new ArrayDeque<>();
    private final BitSet seen = new BitSet();
    /** The number that each message had which the worker has counted, as of now. */
    private final LongList counted = new LongList();
    private final List<String> problems = new ArrayList<>();
    private long expected = 1;
    private long highest;
    private Reopening explanation;
    private long outputs;
    private long outOfOrder;
    private long miscounted;
    private long repeated;
    private long repeatedAcknowledged;
    private long unexplained;

    StreamJudge(String stream) {
        this.stream = stream;
    }

    /** Everything that was opened before an output is to be told before it. */
    void reopened(Reopening reopening) {
        if (reopening.cost() == Fault.Cost.REPEATED || reopening.cost() == Fault.Cost.ACKNOWLEDGED) {
            reopenings.add(reopening);
        }
    }

    /** @param count messages of this stream that the worker had counted, this one included */
    void output(long number, long count) {
        outputs++;
        if (number > expected) {
            outOfOrder++;
            problem(number, "came, expected was " + expected);
            explanation = null;
        } else if (number < expected) {
            goBack(number, count);
        }
        if (number <= highest) {
            repeat(number);
        }
        if (count != counted.size() + 1) {
            miscounted++;
            problem(number, "was counted as message " + count + ", expected was " + (counted.size() + 1));
        }
        counted.truncate(count - 1);
        counted.add(number);
        seen.set(Math.toIntExact(number));
        expected = number + 1;
        highest = Math.max(highest, number);
    }

    private void goBack(long number, long count) {
        explanation = null;
        while (explanation == null && !reopenings.isEmpty()) {
            Reopening candidate = reopenings.poll();
            if (candidate.position() == number - 1 && expected - 1 <= candidate.last()) {
                explanation = candidate;
            }
        }
        if (explanation == null) {
            problem(number, "came behind " + (expected - 1) + ", and no reopening explains that");
        } else if (explanation.cost() == Fault.Cost.ACKNOWLEDGED) {
            uncount(number, count);
        }
    }

    /** The worker's counts must have gone back as far as its position did: the first one undone had this number. */
    private void uncount(long number, long count) {
        if (count >= 1 && count <= counted.size() && counted.get(count) == number) {
            counted.truncate(count - 1);
        } else {
            counted.truncate(0);
        }
    }

    private void repeat(long number) {
        if (explanation == null || number > explanation.last()) {
            unexplained++;
            problem(number, "was output twice");
        } else if (explanation.cost() == Fault.Cost.ACKNOWLEDGED) {
            repeatedAcknowledged++;
        } else {
            repeated++;
        }
    }

    private void problem(long number, String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(stream + ": output " + outputs + ": number " + number + " " + what);
        }
    }

    /** Everything is safe: no reopening of before explains what comes later. */
    void settled() {
        reopenings.clear();
        explanation = null;
    }

    /** How many of the numbers up to the last one never came; the first of them goes to the problems. */
    long lost(long last) {
        long lost = last - seen.get(1, Math.toIntExact(last) + 1).cardinality();
        if (lost > 0 && problems.size() < MOST_PROBLEMS) {
            problems.add(stream + ": number " + seen.nextClearBit(1) + " never came, and " + (lost - 1)
                    + " others of " + last);
        }
        return lost;
    }

    long outputs() {
        return outputs;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    /** Outputs whose count does not follow on the one before. */
    long miscounted() {
        return miscounted;
    }

    /** Output again after a plain cut, and not acknowledged at that time. */
    long repeated() {
        return repeated;
    }

    /** Output again because the checkpoint was lost that had acknowledged it. */
    long repeatedAcknowledged() {
        return repeatedAcknowledged;
    }

    /** Output twice without any right to be. */
    long unexplained() {
        return unexplained;
    }

    /** The highest number that came. */
    long highest() {
        return highest;
    }

    /** The first few. */
    List<String> problems() {
        return problems;
    }
}
