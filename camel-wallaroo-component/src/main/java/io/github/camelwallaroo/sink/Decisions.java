package io.github.camelwallaroo.sink;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the last votes and decisions of a stream, to tell repetitions from contradictions (rules K7, K11). */
final class Decisions {

    private static final int REMEMBERED = 64;

    private enum Outcome {
        COMMITTED,
        ABORTED,
        VOTED_ABORT
    }

    private final Map<String, Outcome> last = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Outcome> eldest) {
            return size() > REMEMBERED;
        }
    };

    void votedAbort(String transactionId) {
        remember(transactionId, Outcome.VOTED_ABORT);
    }

    void decided(String transactionId, boolean commit) {
        remember(transactionId, commit ? Outcome.COMMITTED : Outcome.ABORTED);
    }

    private void remember(String transactionId, Outcome outcome) {
        last.remove(transactionId);
        last.put(transactionId, outcome);
    }

    /** A decision about something that is not undecided here. */
    void check(String transactionId, boolean commit, StreamIdentity identity, SinkNotes notes) {
        Outcome before = last.get(transactionId);
        String decision = identity + ": the worker decided to " + (commit ? "commit " : "abort ") + transactionId;
        if (before == null) {
            notes.say(SinkNote.UNKNOWN_DECISION, decision + ", which is not undecided here; nothing is changed");
        } else if (before == Outcome.VOTED_ABORT && commit) {
            notes.say(SinkNote.CONTRADICTION, decision + ", for which this connector voted abort; its output is not"
                    + " here and is not delivered. That is an error of the worker: compare its output with what was"
                    + " delivered");
        } else if (before == Outcome.COMMITTED != commit) {
            notes.say(SinkNote.CONTRADICTION, decision + ", about which it had decided otherwise; nothing is changed."
                    + " That is an error of the worker: compare its output with what was delivered");
        }
    }
}
