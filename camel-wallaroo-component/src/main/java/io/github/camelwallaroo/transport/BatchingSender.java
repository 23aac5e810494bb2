package io.github.camelwallaroo.transport;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * A bounded buffer in front of a connection that comes and goes, and the rule who writes it out.
 *
 * <p>
 * If nobody is writing, the calling thread writes; else its message joins the batch under way. A calling thread that does
 * not wait for its messages writes many of them at once, see {@link Caller}; what it leaves unwritten when it pauses, the
 * writer thread writes. Who holds the role of the writer runs no code of others and holds no lock while it writes.
 * Completions run after the role was passed on: in the calling thread for what it wrote, in a thread of their own for what
 * the writer thread wrote. Messages keep the order in which {@link #send} accepted them, over any number of connections.
 *
 * <p>
 * A message counts against the limits from its acceptance until its completion is about to run. Thread-safe.
 */
public final class BatchingSender implements ConnectionSender {

    private static final Logger LOG = LoggerFactory.getLogger(BatchingSender.class);

    /** Batches that a calling thread writes before the writer thread takes over. */
    private static final int ROUNDS = 4;

    /** Messages of one caller that share a write: enough that the system call no longer matters. */
    private static final int LARGEST_BURST = 256;

    private static final long NO_MESSAGE = -1;

    private final ConnectorMetrics metrics;
    private final BatchWriter writer;
    private final CompletionThread completionThread;

    private final ReentrantLock lock = new ReentrantLock();
    private final PendingLimit limit;
    private final PendingQueue queue = new PendingQueue();
    private final WriterThread writerThread;
    private final WriterRole role;
    private final ThreadLocal<Caller> callers;
    private NotSentException closed;

    /**
     * @param maxMessages accepted and not yet completed at one time; more hold the caller
     * @param maxBytes    likewise; a larger message is accepted when it is alone
     */
    public BatchingSender(int maxMessages, long maxBytes, ThreadFactory threads, ConnectorMetrics metrics) {
        this.limit = new PendingLimit(maxMessages, maxBytes, lock);
        this.metrics = metrics;
        this.writer = new BatchWriter(metrics);
        this.writerThread = new WriterThread(threads, lock, this::runWriter);
        this.role = new WriterRole(queue, writerThread, lock);
        this.completionThread = new CompletionThread(threads, this::finish);
        // A limit must not be what a caller is left waiting for.
        int largestBurst = Math.max(1, Math.min(LARGEST_BURST, maxMessages / 4));
        this.callers = ThreadLocal.withInitial(() -> new Caller(largestBurst));
        metrics.gauge(Metric.PENDING, this::pendingMessages);
        metrics.gauge(Metric.PENDING_BYTES, this::pendingBytes);
        metrics.gauge(Metric.OLDEST_PENDING_AGE, this::oldestPendingMillis);
    }

    /**
     * Accepts a message; holds the caller while the buffer is full, which with a peer away may be for ever.
     *
     * @return true if every byte is written: {@code completion} will not be called. False: it will be, exactly once, by
     *         some other thread or by this one when it sends again
     * @throws NotSentException     when closed, also while the caller was held; {@code completion} will not be called
     * @throws InterruptedException while the caller was held; {@code completion} will not be called
     */
    public boolean send(Encodable message, Completion completion) throws NotSentException, InterruptedException {
        int size = message.encodedLength();
        boolean completing = completionThread.isCurrent();
        Caller caller = callers.get();
        PendingBatch batch;
        long sequence;
        lock.lock();
        try {
            if (completing) {
                role.awaitFree();
            } else {
                makeRoom(size, completion);
            }
            sequence = accept(message, size, completion, caller);
            if (caller.sent(1, sequence, queue.firstSequence()) || completing) {
                role.setDue();
            }
            batch = takeInCallingThread(completing, completion);
        } finally {
            lock.unlock();
        }
        return batch != null && writeInCallingThread(batch, sequence, caller);
    }

    /**
     * Accepts messages that stand together: they keep their order, share their writes, and complete as one.
     *
     * @param messages not empty
     * @return as {@link #send} does
     * @throws NotSentException     when closed before the first message was accepted; if some were, {@code completion}
     *                              hears of it
     * @throws InterruptedException likewise
     */
    public boolean sendAll(List<? extends Encodable> messages, Completion completion)
            throws NotSentException, InterruptedException {
        GroupCompletion group = new GroupCompletion(messages.size(), completion);
        boolean completing = completionThread.isCurrent();
        Caller caller = callers.get();
        int accepted = 0;
        PendingBatch batch = null;
        lock.lock();
        try {
            if (completing) {
                role.awaitFree();
            }
            long sequence = NO_MESSAGE;
            for (Encodable message : messages) {
                int size = message.encodedLength();
                if (!completing) {
                    makeRoom(size, completion);
                }
                sequence = accept(message, size, group, caller);
                accepted++;
            }
            if (caller.sent(accepted, sequence, queue.firstSequence()) || completing) {
                role.setDue();
            }
            batch = takeInCallingThread(completing, completion);
        } catch (NotSentException | InterruptedException e) {
            if (accepted == 0) {
                throw e;
            }
            group.notAccepted(messages.size() - accepted, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (batch != null) {
            writeInCallingThread(batch, NO_MESSAGE, caller);
        }
        return group.sent();
    }

    private long accept(Encodable message, int size, Completion completion, Caller caller) throws NotSentException {
        if (closed != null) {
            throw new NotSentException(closed.getMessage(), closed);
        }
        limit.accept(size);
        return queue.append(message, size, completion, caller);
    }

    private PendingBatch takeInCallingThread(boolean completing, Completion own) {
        if (completing && !role.isConnected()) {
            completionThread.replaceCurrent();
        }
        return role.takeInCallingThread(own);
    }

    private void makeRoom(int size, Completion completion) throws InterruptedException, NotSentException {
        if (limit.hasRoom(size)) {
            return;
        }
        role.makeSureOfAWriter();
        limit.awaitRoom(size, () -> closed != null || mayLeave(completion));
        if (mayLeave(completion) && !limit.hasRoom(size)) {
            throw new NotSentException(role.isConnected()
                    ? "the sender stops, and the peer takes nothing"
                    : "the sender stops, and the peer is away");
        }
    }

    private boolean mayLeave(Completion completion) {
        return completion.hasLeft() || !role.isConnected() && completion.isLeaving();
    }

    /** @return whether the message {@code own} was among what was written */
    private boolean writeInCallingThread(PendingBatch first, long own, Caller caller) {
        PendingBatch[] written = new PendingBatch[ROUNDS];
        PendingBatch orphans = null;
        int rounds = 0;
        boolean ownDone = false;
        // A completion that sends must not run others' completions on top of its own: that could go on for ever.
        boolean nested = caller.isCompleting();
        PendingBatch batch = first;
        while (batch != null) {
            int bytes = writer.write(batch, role.target());
            lock.lock();
            try {
                orphans = settle(batch, bytes);
                boolean ownIsHere = batch.withdrawCompletion(own);
                ownDone |= ownIsHere;
                if (ownIsHere && batch.count() == 1) {
                    limit.release(batch);
                    queue.recycle(batch);
                } else {
                    if (!nested) {
                        limit.release(batch);
                    }
                    written[rounds++] = batch;
                }
                batch = role.takeNext(rounds < ROUNDS);
            } finally {
                lock.unlock();
            }
        }
        for (int i = 0; i < rounds; i++) {
            if (nested) {
                completionThread.submit(written[i]);
            } else {
                complete(written[i], caller, null);
            }
        }
        failOrphans(orphans);
        return ownDone;
    }

    private void runWriter() {
        PendingBatch batch;
        while ((batch = awaitWork()) != null) {
            while (batch != null) {
                int bytes = writer.write(batch, role.target());
                PendingBatch done = batch;
                PendingBatch orphans;
                lock.lock();
                try {
                    orphans = settle(batch, bytes);
                    batch = role.takeNext(true);
                } finally {
                    lock.unlock();
                }
                completionThread.submit(done);
                failOrphans(orphans);
            }
        }
    }

    /** @return the batch to begin with, the role taken; null when closed */
    private PendingBatch awaitWork() {
        lock.lock();
        try {
            PendingBatch batch;
            while ((batch = role.takeInWriterThread()) == null && closed == null) {
                writerThread.rest();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Puts what a broken connection left over back to the front. @return it, if there is no other connection to come */
    private PendingBatch settle(PendingBatch batch, int bytesWritten) {
        PendingBatch rest = writer.settle(batch, bytesWritten, role.target());
        if (rest == null) {
            return null;
        }
        role.targetIsBroken();
        if (closed != null) {
            limit.release(rest);
            return rest;
        }
        queue.putBack(rest);
        return null;
    }

    private void finish(PendingBatch batch) {
        lock.lock();
        try {
            limit.release(batch);
        } finally {
            lock.unlock();
        }
        complete(batch, callers.get(), null);
    }

    private void complete(PendingBatch batch, Caller caller, Exception failure) {
        boolean nested = caller.isCompleting();
        caller.setCompleting(true);
        try {
            for (int i = 0; i < batch.count(); i++) {
                Completion completion = batch.completion(i);
                if (completion != null) {
                    complete(completion, failure);
                }
            }
        } finally {
            caller.setCompleting(nested);
        }
        lock.lock();
        try {
            queue.recycle(batch);
        } finally {
            lock.unlock();
        }
    }

    private static void complete(Completion completion, Exception failure) {
        try {
            completion.completed(failure);
        } catch (Throwable e) {
            LOG.error("A completion failed; the messages behind it go on", e);
        }
    }

    private void failOrphans(PendingBatch orphans) {
        if (orphans != null) {
            metrics.add(Metric.GIVEN_BACK, orphans.count());
            complete(orphans, callers.get(), closed);
        }
    }

    /** From now on messages go to {@code established}; those that waited go first. */
    @Override
    public void connected(Connection established) {
        lock.lock();
        try {
            role.connected(established);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the connection and keeps what comes until the next one. Waits for a write under way to end.
     *
     * @return how many messages the connection may have swallowed
     */
    @Override
    public long disconnected(Connection broken) {
        broken.close();
        lock.lock();
        try {
            role.disconnected(broken);
            return writer.takeInDoubt();
        } finally {
            lock.unlock();
        }
    }

    /** Fails every message that waits and whose completion matches. @return how many */
    public int giveBack(Predicate<Completion> condition, NotSentException reason) {
        List<PendingBatch> removed;
        lock.lock();
        try {
            removed = queue.removeIf(condition);
            removed.forEach(limit::release);
            limit.wake();
        } finally {
            lock.unlock();
        }
        int count = 0;
        for (PendingBatch batch : removed) {
            count += batch.count();
            metrics.add(Metric.GIVEN_BACK, batch.count());
            complete(batch, callers.get(), reason);
        }
        return count;
    }

    /** @return whether nothing was pending at last */
    public boolean awaitIdle(long timeoutMillis) throws InterruptedException {
        lock.lock();
        try {
            return limit.awaitNothing(timeoutMillis);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on, lets go whom it held, and fails what waits. @return how many that were */
    @Override
    public int close(NotSentException reason) {
        Connection last;
        lock.lock();
        try {
            if (closed != null) {
                return 0;
            }
            closed = reason;
            last = role.close();
            limit.wake();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
        int count = giveBack(any -> true, reason);
        completionThread.close();
        return count;
    }

    @Override
    public boolean isConnected() {
        lock.lock();
        try {
            return role.isConnected();
        } finally {
            lock.unlock();
        }
    }

    /** @return messages accepted and not yet completed */
    @Override
    public int pendingMessages() {
        lock.lock();
        try {
            return limit.messages();
        } finally {
            lock.unlock();
        }
    }

    long pendingBytes() {
        lock.lock();
        try {
            return limit.bytes();
        } finally {
            lock.unlock();
        }
    }

    long oldestPendingMillis() {
        lock.lock();
        try {
            return queue.isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - queue.oldestNanos());
        } finally {
            lock.unlock();
        }
    }

    /** The peer is known to have read everything: when the connection ends now, nothing of it is in doubt. */
    @Override
    public void everythingWasRead() {
        lock.lock();
        try {
            writer.nothingInDoubt();
        } finally {
            lock.unlock();
        }
    }

    /** @return how long, in ms, the peer has taken nothing of the write under way; 0 if nobody is writing */
    @Override
    public long blockedMillis() {
        return writer.blockedMillis();
    }

    @Override
    public boolean holdsWhoLeft() {
        lock.lock();
        try {
            return role.holdsWhoLeft();
        } finally {
            lock.unlock();
        }
    }
}
