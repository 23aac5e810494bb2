package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.transport.HostPort;

/** The way of one worker's outputs to a sink of generation 1. */
final class StreamOutput implements SinkOutput, StreamEvents {

    private final OutputEncoder sink;
    private final OutputIdentity identity;
    private final HostPort address;
    private final boolean strict;
    private final StreamBuffer buffer;
    private final StreamLink link;
    private final Consumer<String> die;
    /** Null without resilience. */
    private SinkTransactions transactions;
    private volatile OutputPosition committed = OutputPosition.BEGIN;
    private volatile String withheld;
    private long frozen;
    private long committedMessages;
    private long frozenMessages;
    private boolean admittedBefore;
    /** Workers that left, of whom the sink has not heard. */
    private final List<String> left = new ArrayList<>();

    /**
     * @param name whom log lines speak of
     * @param die  ends the worker as a real one is ended by a sink that breaks the protocol; without effect if it is not strict
     */
    StreamOutput(String name, OutputEncoder sink, OutputIdentity identity, HostPort address, WorkerOptions options,
            Consumer<String> die) {
        this.sink = sink;
        this.identity = identity;
        this.address = address;
        this.strict = options.isStrict();
        this.die = die;
        this.buffer = new StreamBuffer(options.maxPending(), options.maxPendingBytes());
        this.link = new StreamLink(name + ", " + identity, identity, sink.config(), address, options, buffer, this,
                sink.metrics());
    }

    /** From now on these decide what counts. Called before {@link #start()}. */
    void decidedBy(SinkTransactions twoPhaseCommit) {
        transactions = twoPhaseCommit;
    }

    @Override
    public OutputEncoder sink() {
        return sink;
    }

    OutputIdentity identity() {
        return identity;
    }

    OutputPositions.Key key() {
        return new OutputPositions.Key(worker(), identity.sink());
    }

    @Override
    public int worker() {
        return identity.worker();
    }

    @Override
    public HostPort address() {
        return address;
    }

    @Override
    public void start() {
        link.start();
    }

    @Override
    public void tick() {
        link.tick();
    }

    @Override
    public void add(byte[] payload) {
        buffer.add(payload);
    }

    @Override
    public void addAll(List<byte[]> payloads) {
        buffer.addAll(payloads);
    }

    @Override
    public void flush() {
        buffer.awaitRoom();
    }

    @Override
    public boolean isConnected() {
        return link.state().isOpen();
    }

    @Override
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return link.awaitConnected(timeout);
    }

    @Override
    public long waiting() {
        return buffer.messages();
    }

    /** Outputs that no checkpoint covers. */
    long uncommitted() {
        return transactions == null ? 0 : buffer.addedMessages() - committedMessages;
    }

    @Override
    public boolean isTransactional() {
        return transactions != null;
    }

    @Override
    public WorkerStatus.Sink status() {
        OptionalLong decided = transactions == null ? OptionalLong.empty() : OptionalLong.of(committed.end());
        return new WorkerStatus.Sink(sink.name(), address.toString(), sink.config().protocol().text(), worker(),
                isConnected(), link.status().text() + stateText(), link.written(), waiting(),
                Optional.of(new WorkerStatus.Output(identity.streamName(), buffer.offset(), decided)));
    }

    private String stateText() {
        String reason = withheld;
        return reason == null ? link.state().text() : ", " + reason;
    }

    /** Why no output can be sent, for people; empty if it can. */
    String absence() {
        return isConnected() ? "" : identity + " at " + address + ": " + link.status().text() + stateText();
    }

    @Override
    public void finish(Duration timeout) throws InterruptedException {
        buffer.awaitWritten(timeout);
        if (buffer.messages() == 0) {
            link.finish(timeout);
        }
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public void cut() {
        link.cut();
    }

    // What the link tells.

    @Override
    public long position() {
        return transactions == null ? buffer.writtenOffset() : committed.end();
    }

    @Override
    public void changed() {
        if (transactions != null) {
            transactions.changed();
        } else if (link.state() == WorkerSinkSession.State.INTRODUCED) {
            admit(List.of());
        }
    }

    @Override
    public String ended(String why, boolean open) {
        withheld = null;
        if (transactions != null) {
            transactions.ended(this, why, open);
        }
        if (!open) {
            return "it had not answered everything that a worker says first; see that protocol and cookie are the same on"
                    + " both sides";
        }
        if (transactions != null) {
            return "the worker goes back to its last checkpoint, and on when every sink of generation 1 is there";
        }
        if (strict) {
            buffer.mute();
            return "as with a real worker without resilience, no more output will come before the worker is restarted";
        }
        return "outputs wait for the next connection; what was on its way may be lost";
    }

    @Override
    public void violated(String what) {
        if (strict) {
            die.accept(identity + ": " + what);
        }
    }

    // What the transactions want; called by one thread.

    WorkerSinkSession.State state() {
        return link.state();
    }

    List<String> listed() {
        return link.listed();
    }

    /** Whether this process told this sink decisions before, so that it cannot have heard of others since. */
    boolean wasAdmittedBefore() {
        return admittedBefore;
    }

    /** Lets output follow on these decisions. @return false if the connection is gone */
    boolean admit(List<Phase2> decisions) {
        withheld = null;
        boolean admitted = link.admit(decisions);
        admittedBefore |= admitted;
        tellWhoLeft();
        return admitted;
    }

    /** Lets no output follow. @return whether the reason is new on this connection */
    boolean withhold(String reason) {
        boolean isNew = !reason.equals(withheld);
        withheld = reason;
        return isNew;
    }

    /** How far the output is committed. */
    OutputPosition committed() {
        return committed;
    }

    /** Holds output that comes from now on. */
    void freeze() {
        frozen = buffer.hold();
        frozenMessages = buffer.addedMessages();
    }

    /** Where the output ended when it was frozen. */
    long frozen() {
        return frozen;
    }

    /** There is no transaction: output goes on. */
    void release() {
        buffer.release();
    }

    /** Asks for the vote about what was frozen. @return false if the connection is gone */
    boolean ask(String transactionId) {
        return link.ask(transactionId, committed.end(), frozen);
    }

    /** Waits until PHASE1 or PHASE2 is in the kernel's hands, or the connection gone. */
    void awaitWritten() {
        buffer.awaitWritten(Duration.ofSeconds(30));
    }

    /** What was frozen is committed: tells the sink, and output goes on. */
    void commit(OutputPosition position) {
        committed = position;
        committedMessages = frozenMessages;
        link.commit();
        buffer.release();
    }

    /** Ends the connection without a word, if output could be sent on it. */
    void end(String why) {
        link.end(why);
    }

    /** Output begins here again; what was not committed is forgotten. */
    void reset(OutputPosition position) {
        committed = position;
        buffer.reset(position.end());
        committedMessages = buffer.addedMessages();
    }

    /** This worker will not come back: the sink hears of it now, or as soon as it is there. */
    synchronized void workerLeft(String workerName) {
        left.add(workerName);
        tellWhoLeft();
    }

    private synchronized void tellWhoLeft() {
        if (!left.isEmpty() && link.workersLeft(List.copyOf(left))) {
            left.clear();
        }
    }
}
