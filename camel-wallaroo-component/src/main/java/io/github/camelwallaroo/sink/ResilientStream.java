package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * One resilient worker's output in this process: its log, what its connections do to it, and its delivery. The stream is used
 * by its owner's thread; what others may know of it is published by that.
 */
final class ResilientStream implements SinkStream, SinkStreams.Served, Closeable {

    private static final long ROOM_CHECK_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final StreamIdentity identity;
    private final Staging staging;
    private final WorkerStream worker;
    private final OutputDelivery delivery;
    private final SinkSessionOptions options;
    private final ConnectorMetrics metrics;
    private final VoteTimes voteTimes;
    private final StreamOwnership ownership = new StreamOwnership();

    private volatile View view;
    private volatile long stagedBytes;
    private volatile String paused;
    private volatile String withoutPhase1;
    private volatile boolean workerLeft;
    private volatile String instanceName = "";

    /** What is committed and what is not, at one moment. */
    private record View(long epoch, OptionalLong committed, Optional<Transaction> undecided,
            Optional<Mismatch> mismatch, boolean diskFailed) {}

    ResilientStream(StreamIdentity identity, Staging staging, OutputHandover handover, SinkSessionOptions options,
            SinkNotes notes, ConnectorMetrics metrics, VoteTimes voteTimes) {
        this.identity = identity;
        this.staging = staging;
        this.worker = new WorkerStream(identity, staging, notes);
        this.options = options;
        this.metrics = metrics;
        this.voteTimes = voteTimes;
        this.delivery = new OutputDelivery(identity, staging.output(), handover, options, metrics, this::moved);
        publish();
    }

    private void moved() {
        if (paused != null) {
            ownership.wake();
        }
        delivery.damage().ifPresent(damage -> ownership.evict("its transaction log is damaged"));
    }

    private void publish() {
        Optional<Mismatch> mismatch = worker.mismatch().or(staging::mismatch);
        view = new View(staging.epoch(), staging.committed(), staging.listPrepared().stream().findFirst(), mismatch,
                worker.hasFailed());
        stagedBytes = staging.stagedBytes();
    }

    @Override
    public Optional<Transaction> connect(PointOfReference notified) throws IOException {
        LogDamagedException damage = delivery.damage().orElse(null);
        if (damage != null) {
            throw damage;
        }
        try {
            return worker.connect(notified);
        } catch (StreamRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new StreamRefusedException(diskText(e.getMessage()));
        } finally {
            workerLeft = false;
            publish();
        }
    }

    private String diskText(String cause) {
        return identity + ": its transaction log cannot be written (" + cause
                + "). Make room on the disk, or repair it; the worker is served again as soon as it can be written";
    }

    @Override
    public boolean receive(long offset, byte[] payload) {
        boolean goesOn = worker.receive(offset, payload);
        stagedBytes = staging.stagedBytes();
        if (!goesOn || worker.hasFailed()) {
            publish();
        }
        return goesOn;
    }

    @Override
    public Vote vote(Transaction transaction) {
        long start = System.nanoTime();
        Vote vote = worker.vote(transaction);
        long end = System.nanoTime();
        voteTimes.add(end - start, end);
        if (vote == Vote.COMMIT) {
            metrics.increment(Metric.COMMIT_VOTES);
        } else if (vote == Vote.ABORT) {
            metrics.increment(Metric.ABORT_VOTES);
        }
        withoutPhase1 = null;
        publish();
        return vote;
    }

    @Override
    public boolean decide(String transactionId, boolean commit) throws IOException {
        boolean undecided = view.undecided().filter(transaction -> transaction.id().equals(transactionId)).isPresent();
        try {
            boolean more = worker.decide(transactionId, commit);
            if (undecided) {
                metrics.increment(commit ? Metric.COMMITTED_TRANSACTIONS : Metric.ABORTED_TRANSACTIONS);
            }
            return more;
        } finally {
            publish();
        }
    }

    @Override
    public void disconnected() {
        worker.disconnected();
    }

    @Override
    public long position() {
        return worker.position();
    }

    @Override
    public boolean isResilient() {
        return true;
    }

    @Override
    public StreamIdentity identity() {
        return identity;
    }

    @Override
    public StreamOwnership ownership() {
        return ownership;
    }

    @Override
    public SinkStream stream() {
        return this;
    }

    @Override
    public void committed() {
        delivery.committed();
    }

    @Override
    public void noted(SinkNote note, String text) {
        if (note == SinkNote.NO_PHASE1) {
            withoutPhase1 = text;
        }
    }

    @Override
    public void awaitRoom(StreamOwnership.Owner owner) throws InterruptedException {
        while (!owner.isEnding() && (paused = lackOfRoom()) != null) {
            owner.rest(ROOM_CHECK_MILLIS);
        }
        paused = null;
    }

    /** @return null if there is room */
    private String lackOfRoom() {
        long backlog = staging.output().backlogBytes();
        if (backlog > options.backlogLimit()) {
            return identity + ": " + backlog + " bytes wait to be delivered, which is over backlogLimit "
                    + options.backlogLimit() + "; the worker is not read until there are less. Make delivery faster";
        }
        return staging.hasSpace()
                ? null
                : identity
                        + ": the disk of its transaction log is as good as full; the worker is not read until there is"
                        + " room for the reserve. Make room on the disk";
    }

    OutputDelivery delivery() {
        return delivery;
    }

    /** Who feeds it now. */
    void isOf(String worker) {
        instanceName = worker;
    }

    /** If it is this one's worker: it will not come back. */
    void workerLeft(String name) {
        workerLeft |= name.equals(instanceName) || identity.streamName().contains("-w-" + name + "-id-");
    }

    boolean isPaused() {
        return paused != null;
    }

    long stagedBytes() {
        return stagedBytes;
    }

    long backlogBytes() {
        return staging.output().backlogBytes();
    }

    SinkStreamStatus status() {
        View now = view;
        return new SinkStreamStatus(identity.streamName(), now.epoch(), now.committed(),
                staging.output().lastDelivered().offset(), backlogBytes(), now.undecided().map(Transaction::toString),
                ownership.isTaken(), mismatchText(now), delivery.standstill());
    }

    private Optional<String> mismatchText(View now) {
        return now.mismatch()
                .map(mismatch -> Reconciliation.text(identity, mismatch,
                        now.undecided().map(Transaction::end).orElse(now.committed().orElse(0))));
    }

    /** What hinders its delivery. */
    Optional<String> trouble() {
        View now = view;
        if (workerLeft && now.undecided().isPresent()) {
            return Optional.of(identity + ": its worker has left the cluster, and transaction " + now.undecided().get()
                    + " is undecided: its output is kept and not delivered until the worker comes back and decides. If"
                    + " it will not, stop this connector and run 'wallaroo-connectors txn commit' or 'txn abort', as the"
                    + " cluster decided");
        }
        return delivery.standstill()
                .or(() -> mismatchText(now))
                .or(() -> now.diskFailed() ? Optional.of(diskText("the last write failed")) : Optional.empty())
                .or(() -> Optional.ofNullable(withoutPhase1))
                .or(() -> Optional.ofNullable(paused));
    }

    @Override
    public void close() throws IOException {
        staging.close();
    }
}
