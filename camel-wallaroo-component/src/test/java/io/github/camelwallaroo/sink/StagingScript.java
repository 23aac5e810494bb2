package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A stream's life in steps, with everything that can happen to a log: several segments, aborts, rollbacks, a message that is
 * longer than a segment, deliveries, a new epoch and a reset; and what has to be true after each step.
 */
final class StagingScript {

    /** One call of a worker's side, or the calls between two votes. A step that failed can be done again. */
    @FunctionalInterface
    interface Action {

        void run(Staging staging) throws IOException;
    }

    /**
     * What is known after a step.
     *
     * @param messages  all that are committed, in order
     * @param delivered how many of them were delivered
     * @param forced    how many of them were delivered for certain
     */
    record Known(OptionalLong committed, List<Transaction> prepared, long epoch, List<String> messages, int delivered,
            int forced) {

        static Known of(Staging staging, Known before) {
            return new Known(staging.committed(), staging.listPrepared(), staging.epoch(), before.messages,
                    before.delivered, before.forced);
        }

        private Known with(Object committed, Object prepared, long newEpoch, String... more) {
            List<String> all = new ArrayList<>(messages);
            all.addAll(List.of(more));
            return new Known(committed == null ? OptionalLong.empty() : OptionalLong.of((Integer) committed),
                    prepared == null ? List.of() : List.of((Transaction) prepared), newEpoch, all, delivered, forced);
        }

        private Known delivered(int count, boolean force) {
            return new Known(committed, prepared, epoch, messages, count, force ? count : forced);
        }
    }

    record Step(String name, Action action, Known after) {}

    private static final String LONG = "x".repeat(400);

    private final List<Step> steps = new ArrayList<>();
    private Known known = new Known(OptionalLong.empty(), List.of(), 1, List.of(), 0, 0);

    private StagingScript() {}

    static List<Step> steps() {
        StagingScript script = new StagingScript();
        script.write();
        return script.steps;
    }

    private void write() {
        Transaction one = new Transaction("c_id=1", 0, 8);
        Transaction two = new Transaction("c_id=2", 8, 10);
        Transaction three = new Transaction("c_id=3", 8, 15);
        Transaction four = new Transaction("c_id=4", 15, 415);
        Transaction first = new Transaction("c_id=1", 0, 2);
        step("adopt", staging -> {
            if (staging.committed().isEmpty()) {
                staging.adopt(0);
            }
        }, known.with(0, null, 1));
        step("vote", staging -> {
            staging.append(0, bytes("aaaa"));
            staging.append(4, bytes("bbbb"));
            staging.prepare(one);
        }, known.with(0, one, 1));
        step("commit", staging -> staging.commit(one), known.with(8, null, 1, "0:aaaa", "4:bbbb"));
        step("deliver", staging -> deliver(staging, 1, false), known.delivered(1, false));
        step("vote", staging -> {
            staging.append(8, bytes("cc"));
            staging.prepare(two);
        }, known.with(8, two, 1));
        step("abort", staging -> staging.abort(two), known.with(8, null, 1));
        step("roll back", staging -> {
            staging.append(8, bytes("dddddd"));
            staging.rollbackTo(8);
        }, known);
        step("vote", staging -> {
            staging.append(8, bytes("eee"));
            staging.append(11, bytes("ffff"));
            staging.prepare(three);
        }, known.with(8, three, 1));
        step("roll back to the vote", staging -> {
            staging.append(15, bytes("behind"));
            staging.rollbackTo(15);
        }, known);
        step("commit", staging -> staging.commit(three), known.with(15, null, 1, "8:eee", "11:ffff"));
        step("deliver", staging -> deliver(staging, 2, true), known.delivered(3, true));
        step("vote for a long message", staging -> {
            staging.append(15, bytes(LONG));
            staging.prepare(four);
        }, known.with(15, four, 1));
        step("commit", staging -> staging.commit(four), known.with(415, null, 1, "15:" + LONG));
        step("mismatch", staging -> staging.remember(new Mismatch(Verdict.WORKER_BEHIND, 0)), known);
        step("adopt anew", staging -> {
            if (staging.epoch() == 1) {
                staging.adoptAnew(0);
            }
        }, known.with(0, null, 2));
        step("vote", staging -> {
            staging.append(0, bytes("zz"));
            staging.prepare(first);
        }, known.with(0, first, 2));
        step("commit", staging -> staging.commit(first), known.with(2, null, 2, "0:zz"));
        step("deliver", staging -> deliver(staging, 3, true), known.delivered(6, true));
        step("reset", staging -> {
            if (staging.epoch() == 2) {
                staging.reset();
            }
        }, new Known(OptionalLong.empty(), List.of(), 3, known.messages(), 6, 6));
    }

    private void step(String name, Action action, Known after) {
        steps.add(new Step(name, action, after));
        known = after;
    }

    private static void deliver(Staging staging, int count, boolean force) throws IOException {
        for (int i = 0; i < count; i++) {
            StagedMessage message = staging.output().next();
            if (message != null) {
                staging.output().delivered(message, force);
            }
        }
    }
}
