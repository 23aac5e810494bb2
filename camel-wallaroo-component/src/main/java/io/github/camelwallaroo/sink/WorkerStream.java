package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.Optional;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * The output of a resilient worker: which bytes are there without a gap, what may be voted for, and whether the worker goes
 * on where we are.
 *
 * <p>
 * A gap needs no memory that survives a crash (rule K10): only what follows without a gap on what is committed or prepared
 * counts as received, so a range that reaches beyond it is voted down, before a crash and after it.
 */
final class WorkerStream implements SinkStream {

    private final StreamIdentity identity;
    private final TransactionParticipant participant;
    private final SinkNotes notes;
    private final Decisions decisions = new Decisions();

    private long received;
    /** Something of this connection was lost, so its next vote is abort. */
    private boolean lost;
    private boolean reconciled;
    private Mismatch mismatch;
    private boolean withheld;
    private boolean failed;
    private String emptyVote;
    private boolean emptyOutputSaid;

    /** @param notes hears what people should know */
    WorkerStream(StreamIdentity identity, TransactionParticipant participant, SinkNotes notes) {
        this.identity = identity;
        this.participant = participant;
        this.notes = notes;
    }

    @Override
    public Optional<Transaction> connect(PointOfReference notified) throws IOException {
        if (mismatch != null && !withheld) {
            throw new StreamRefusedException(Reconciliation.text(identity, mismatch, keptUpTo()));
        }
        if (failed) {
            participant.recover();
            failed = false;
        }
        if (isKnown()) {
            participant.rollbackTo(keptUpTo());
            received = keptUpTo();
        }
        lost = false;
        reconciled = false;
        mismatch = null;
        withheld = false;
        emptyVote = null;
        return undecided().filter(transaction -> isListedTo(notified, transaction));
    }

    /**
     * A transaction that is listed to a worker on fresh state stops all its commits for good (rule K15), and 0 is what such a
     * worker notifies. A recovering one can notify 0 too, but drops that connection by itself and comes again.
     */
    private static boolean isListedTo(PointOfReference notified, Transaction transaction) {
        return notified.value() != 0 || transaction.start() == 0;
    }

    @Override
    public boolean receive(long offset, byte[] payload) {
        if (!isKnown() && !lost && offset == 0) {
            // Whoever begins there has no beginning elsewhere; a PHASE1 will say so, too.
            adopt(new Transaction("", 0, 0));
        }
        if (!isKnown() || lost) {
            // The worker will send it again.
            lost = true;
            return true;
        }
        if (!reconciled && offset < committed()) {
            note(new Mismatch(Verdict.WORKER_BEHIND, offset));
            return false;
        }
        if (payload.length == 0) {
            sayEmptyOutput(offset);
        } else if (offset == received) {
            reconciled = reconciled || undecided().isEmpty();
            stage(offset, payload);
        } else if (offset + payload.length > received) {
            lost = true;
            notes.say(SinkNote.GAP, identity + ": output continues at byte " + offset + " instead of " + received
                    + "; what is missing was lost on the way, so the next vote is abort and the worker sends it again");
        }
        return true;
    }

    private void stage(long offset, byte[] payload) {
        try {
            participant.append(offset, payload);
            received += payload.length;
        } catch (IOException e) {
            fail("output cannot be staged", e);
        }
    }

    private void fail(String what, IOException cause) {
        lost = true;
        failed = true;
        notes.say(SinkNote.DISK, identity + ": " + what + " (" + cause.getMessage()
                + "); the worker is turned away until the disk can be written again");
    }

    private void sayEmptyOutput(long offset) {
        if (!emptyOutputSaid) {
            emptyOutputSaid = true;
            notes.say(SinkNote.EMPTY_OUTPUT,
                    identity + ": the application's encoder gave no bytes for an output at byte "
                            + offset
                            + "; such outputs are not delivered, since they cannot be told from their repetitions");
        }
    }

    @Override
    public Vote vote(Transaction transaction) {
        if (!isKnown() && !adopt(transaction)) {
            // A worker whose first checkpoint is aborted dies, and that one has no output.
            return transaction.isEmpty() ? Vote.COMMIT : abort(transaction, "the log cannot be written");
        }
        if (!reconciled) {
            Verdict verdict = Reconciliation.verdict(transaction.start(), committed(), undecided());
            if (verdict != Verdict.MATCH) {
                note(new Mismatch(verdict, transaction.start()));
                // A fresh worker takes no input before its first checkpoint: it may wait, and dies if that is aborted.
                withheld = transaction.start() == 0 && transaction.isEmpty();
                return withheld ? Vote.WITHHOLD : Vote.CLOSE;
            }
            reconciled = true;
            forgetMismatch();
        }
        Optional<Transaction> undecided = undecided();
        if (undecided.isPresent()) {
            return undecided.get().equals(transaction)
                    ? Vote.COMMIT
                    : abort(transaction, undecided.get() + " is undecided");
        }
        if (transaction.start() != committed()) {
            return abort(transaction, "what is committed ends at byte " + committed());
        }
        if (lost || transaction.end() > received) {
            return abort(transaction, "what was received without a gap ends at byte " + received);
        }
        return prepare(transaction);
    }

    /** The log knows nothing yet, or was lost: the worker's beginning is ours. */
    private boolean adopt(Transaction first) {
        try {
            participant.adopt(first.start());
        } catch (IOException e) {
            fail("its beginning cannot be logged", e);
            return false;
        }
        received = first.start();
        lost = !first.isEmpty();
        if (first.start() != 0) {
            notes.say(SinkNote.ADOPTED, identity + ": nothing is logged of this worker, and it goes on at byte "
                    + first.start()
                    + " of its output; what was before is not known here. If there was a log, some of it"
                    + " may never have been delivered");
        }
        return true;
    }

    private Vote prepare(Transaction transaction) {
        if (transaction.isEmpty()) {
            // Nothing hangs on its decision, so it needs neither a place in the log nor to be listed.
            emptyVote = transaction.id();
            return Vote.COMMIT;
        }
        try {
            participant.prepare(transaction);
        } catch (IOException e) {
            fail(transaction + " cannot be made durable", e);
            return abort(transaction, "the log cannot be written");
        }
        return Vote.COMMIT;
    }

    private Vote abort(Transaction transaction, String why) {
        decisions.votedAbort(transaction.id());
        notes.say(SinkNote.ABORT_VOTE, identity + ": voted abort for " + transaction + " since " + why
                + "; the worker rolls back and sends its output again");
        return Vote.ABORT;
    }

    /** The remembered verdict of an earlier process is taken back. */
    private void forgetMismatch() {
        try {
            if (participant.remember(new Mismatch(Verdict.MATCH, received))) {
                notes.say(SinkNote.MATCH, identity + ": the worker goes on where this connector is");
            }
        } catch (IOException e) {
            fail("the end of a mismatch cannot be logged", e);
        }
    }

    private void note(Mismatch found) {
        mismatch = found;
        notes.say(SinkNote.MISMATCH, Reconciliation.text(identity, found, keptUpTo()));
        try {
            participant.remember(found);
        } catch (IOException e) {
            fail("a mismatch cannot be logged", e);
        }
    }

    @Override
    public boolean decide(String transactionId, boolean commit) throws IOException {
        Optional<Transaction> undecided = undecided().filter(transaction -> transaction.id().equals(transactionId));
        if (undecided.isPresent()) {
            decide(undecided.get(), commit);
            decisions.decided(transactionId, commit);
            return commit;
        }
        if (transactionId.equals(emptyVote)) {
            emptyVote = null;
            decisions.decided(transactionId, commit);
        } else {
            decisions.check(transactionId, commit, identity, notes);
        }
        return false;
    }

    private void decide(Transaction undecided, boolean commit) throws IOException {
        try {
            if (commit) {
                participant.commit(undecided);
            } else {
                participant.abort(undecided);
                received = committed();
            }
        } catch (IOException e) {
            fail("the decision about " + undecided + " cannot be made durable", e);
            throw e;
        }
    }

    @Override
    public void disconnected() {
        // The worker comes back, and what it has to send again it knows by itself.
    }

    private Optional<Transaction> undecided() {
        return participant.listPrepared().stream().findFirst();
    }

    private boolean isKnown() {
        return participant.committed().isPresent();
    }

    private long committed() {
        return participant.committed().orElse(0);
    }

    private long keptUpTo() {
        return undecided().map(Transaction::end).orElse(committed());
    }

    @Override
    public long position() {
        return committed();
    }

    @Override
    public boolean isResilient() {
        return true;
    }

    /** What keeps this worker's output from being delivered; empty if nothing does. */
    Optional<Mismatch> mismatch() {
        return Optional.ofNullable(mismatch);
    }

    /** Whether the disk failed and was not found in order since. */
    boolean hasFailed() {
        return failed;
    }
}
