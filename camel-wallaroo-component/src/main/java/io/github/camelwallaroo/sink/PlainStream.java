package io.github.camelwallaroo.sink;

import java.util.Optional;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * The output of a worker without resilience: delivered as it arrives, since nobody will ever say that it counts (rule K14).
 * Such a worker begins its offsets anew when it is restarted, and leaves out what it could not send.
 */
final class PlainStream implements SinkStream {

    /** Takes a message that counts at once. */
    @FunctionalInterface
    interface Delivery {

        void deliver(long offset, byte[] payload);
    }

    private final StreamIdentity identity;
    private final Delivery delivery;
    private final SinkNotes notes;

    private long received;
    private boolean started;
    private boolean everReceived;
    private boolean phase1Said;

    /** @param notes hears what people should know */
    PlainStream(StreamIdentity identity, Delivery delivery, SinkNotes notes) {
        this.identity = identity;
        this.delivery = delivery;
        this.notes = notes;
    }

    @Override
    public Optional<Transaction> connect(PointOfReference notified) {
        started = false;
        return Optional.empty();
    }

    @Override
    public boolean receive(long offset, byte[] payload) {
        if (!started) {
            sayWhereItStarts(offset);
        } else if (offset < received && offset + payload.length <= received && payload.length > 0) {
            return true;
        } else if (offset != received) {
            sayGap(offset);
        }
        started = true;
        everReceived = true;
        received = offset + payload.length;
        delivery.deliver(offset, payload);
        return true;
    }

    private void sayWhereItStarts(long offset) {
        if (!everReceived || offset == received) {
            return;
        }
        if (offset > received) {
            sayGap(offset);
        } else {
            notes.say(SinkNote.REPEATED_OUTPUT, identity + ": output begins at byte " + offset + " again after byte "
                    + received
                    + "; the worker was restarted or has rolled back. Without resilience=true it is delivered"
                    + " again");
        }
    }

    private void sayGap(long offset) {
        notes.say(SinkNote.GAP, identity + ": output continues at byte " + offset + " instead of " + received
                + "; what is missing was lost on the way, and a worker without resilience does not send it again");
    }

    @Override
    public Vote vote(Transaction transaction) {
        if (!phase1Said) {
            phase1Said = true;
            notes.say(SinkNote.PHASE1_WITHOUT_RESILIENCE, identity
                    + ": the worker was built with resilience and asks for"
                    + " two-phase commit, which resilience=false leaves out: output that it rolls back is delivered"
                    + " nevertheless, and again. Set resilience=true");
        }
        return Vote.COMMIT;
    }

    @Override
    public boolean decide(String transactionId, boolean commit) {
        return false;
    }

    @Override
    public void disconnected() {
        if (!phase1Said) {
            notes.say(SinkNote.PLAIN_WORKER_LOST, identity + ": the connection is lost; a worker without resilience"
                    + " connects again but sends no more output. Restart the worker");
        }
    }

    @Override
    public long position() {
        return received;
    }

    @Override
    public boolean isResilient() {
        return false;
    }
}
