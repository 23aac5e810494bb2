package io.github.camelwallaroo.transport;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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
 * If nobody is writing, the calling thread writes; else its message joins the batch under way. Who holds the role of the
 * writer runs no code of others and holds no lock while it writes. Completions run after the role was passed on: in the
 * calling thread for what joined its batches, in a thread of their own for what the writer thread wrote. Messages keep the
 * order in which {@link #send} accepted them, over any number of connections.
 *
 * <p>
 * A message counts against the limits from its acceptance until its completion is about to run. Thread-safe.
 */
public final class BatchingSender {

    private static final Logger LOG = LoggerFactory.getLogger(BatchingSender.class);

    /** Batches that a calling thread writes before the writer thread takes over. */
    private static final int ROUNDS = 4;

    private static final long NO_MESSAGE = -1;

    private final ThreadFactory threads;
    private final ConnectorMetrics metrics;
    private final BatchWriter writer;
    private final CompletionThread completionThread;

    private final ReentrantLock lock = new ReentrantLock();
    private final PendingLimit limit;
    private final Condition roleFree = lock.newCondition();
    private final Condition writerWork = lock.newCondition();
    private final PendingQueue queue = new PendingQueue();
    private final Pipelining pipelining = new Pipelining();

    private Connection connection;
    /** Where the holder of the role writes; null = nobody holds it. */
    private Connection writingTo;
    private boolean handedOver;
    private boolean writerWanted;
    private Thread writerThread;
    private int roleWaiters;
    private NotSentException closed;

    /**
     * @param maxMessages accepted and not yet completed at one time; more hold the caller
     * @param maxBytes    likewise; a larger message is accepted when it is alone
     */
    public BatchingSender(int maxMessages, long maxBytes, ThreadFactory threads, ConnectorMetrics metrics) {
        this.limit = new PendingLimit(maxMessages, maxBytes, lock);
        this.threads = threads;
        this.metrics = metrics;
        this.writer = new BatchWriter(metrics);
        this.completionThread = new CompletionThread(threads, this::finish);
        metrics.gauge(Metric.PENDING, this::pendingMessages);
        metrics.gauge(Metric.PENDING_BYTES, this::pendingBytes);
        metrics.gauge(Metric.OLDEST_PENDING_AGE, this::oldestPendingMillis);
    }

    /**
     * Accepts a message; holds the caller while the buffer is full, which with a peer away may be for ever.
     *
     * @return true if every byte is written: {@code completion} will not be called. False: it will be, exactly once, by
     *         some other thread
     * @throws NotSentException     when closed, also while the caller was held; {@code completion} will not be called
     * @throws InterruptedException while the caller was held; {@code completion} will not be called
     */
    public boolean send(Encodable message, Completion completion) throws NotSentException, InterruptedException {
        int size = message.encodedLength();
        boolean completing = completionThread.isCurrent();
        PendingBatch batch;
        long sequence;
        lock.lock();
        try {
            if (completing) {
                awaitRole();
            } else {
                makeRoom(size, completion);
            }
            refuseIfClosed();
            sequence = queue.append(message, size, completion, Thread.currentThread());
            limit.accept(size);
            if (connection == null && completing) {
                completionThread.replaceCurrent();
            }
            if (connection == null || writingTo != null) {
                return false;
            }
            if (!completing && pipelining.leavesToWriterThread()) {
                wakeWriter();
                return false;
            }
            batch = takeRole();
        } finally {
            lock.unlock();
        }
        return writeInCallingThread(batch, sequence);
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
        int accepted = 0;
        PendingBatch batch = null;
        lock.lock();
        try {
            if (completing) {
                awaitRole();
            }
            for (Encodable message : messages) {
                int size = message.encodedLength();
                if (!completing) {
                    makeRoom(size, completion);
                }
                refuseIfClosed();
                queue.append(message, size, group, Thread.currentThread());
                limit.accept(size);
                accepted++;
            }
            if (connection == null && completing) {
                completionThread.replaceCurrent();
            }
            if (connection != null && writingTo == null) {
                batch = takeRole();
            }
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
            writeInCallingThread(batch, NO_MESSAGE);
        }
        return group.sent();
    }

    private void makeRoom(int size, Completion completion) throws InterruptedException, NotSentException {
        if (limit.hasRoom(size)) {
            return;
        }
        // Before the caller is held, somebody must be writing: all that is in his way may be his own.
        if (connection != null && writingTo == null && !queue.isEmpty()) {
            wakeWriter();
        }
        limit.awaitRoom(size, () -> closed != null || mayLeave(completion));
        if (mayLeave(completion) && !limit.hasRoom(size)) {
            throw new NotSentException("the sender stops, and the peer is away");
        }
    }

    private boolean mayLeave(Completion completion) {
        return connection == null && completion.isLeaving();
    }

    private void refuseIfClosed() throws NotSentException {
        if (closed != null) {
            throw new NotSentException(closed.getMessage(), closed);
        }
    }

    private void awaitRole() throws InterruptedException {
        while (closed == null && writingTo != null && connection != null) {
            roleWaiters++;
            try {
                roleFree.await();
            } finally {
                roleWaiters--;
            }
        }
    }

    /** @return whether the message {@code own} was among what was written */
    private boolean writeInCallingThread(PendingBatch first, long own) {
        PendingBatch[] written = new PendingBatch[ROUNDS];
        PendingBatch orphans = null;
        int rounds = 0;
        PendingBatch batch = first;
        while (batch != null) {
            int bytes = writer.write(batch, writingTo);
            written[rounds++] = batch;
            lock.lock();
            try {
                orphans = settle(batch, bytes);
                limit.release(batch);
                batch = takeNext(rounds < ROUNDS);
            } finally {
                lock.unlock();
            }
        }
        boolean ownDone = false;
        for (int i = 0; i < rounds; i++) {
            ownDone |= complete(written[i], own, null);
        }
        failOrphans(orphans);
        return ownDone;
    }

    private void runWriter() {
        PendingBatch batch;
        while ((batch = awaitWork()) != null) {
            while (batch != null) {
                int bytes = writer.write(batch, writingTo);
                PendingBatch done = batch;
                PendingBatch orphans;
                lock.lock();
                try {
                    orphans = settle(batch, bytes);
                    batch = takeNext(true);
                    if (batch != null) {
                        pipelining.learnFrom(batch);
                    }
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
            while (true) {
                boolean mayWrite = writingTo == null || handedOver;
                if (writerWanted && mayWrite && connection != null && !queue.isEmpty()) {
                    writerWanted = false;
                    handedOver = false;
                    PendingBatch batch = takeRole();
                    pipelining.learnFrom(batch);
                    return batch;
                }
                writerWanted = false;
                if (handedOver) {
                    handedOver = false;
                    leaveRole();
                }
                if (closed != null) {
                    return null;
                }
                writerWork.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private PendingBatch takeRole() {
        writingTo = connection;
        return queue.take();
    }

    /** Puts what a broken connection left over back to the front. @return it, if there is no other connection to come */
    private PendingBatch settle(PendingBatch batch, int bytesWritten) {
        PendingBatch rest = writer.settle(batch, bytesWritten, writingTo);
        if (rest == null) {
            return null;
        }
        if (connection == writingTo) {
            connection = null;
        }
        if (closed != null) {
            limit.release(rest);
            return rest;
        }
        queue.putBack(rest);
        return null;
    }

    /** Takes the next batch; else leaves the role or passes it to the writer thread. */
    private PendingBatch takeNext(boolean mayGoOn) {
        boolean more = connection == writingTo && !queue.isEmpty() && roleWaiters == 0;
        if (more && mayGoOn) {
            return queue.take();
        }
        if (more) {
            handedOver = true;
            wakeWriter();
        } else {
            leaveRole();
        }
        return null;
    }

    private void leaveRole() {
        writingTo = null;
        if (roleWaiters > 0) {
            roleFree.signalAll();
        }
        if (connection != null && !queue.isEmpty()) {
            wakeWriter();
        }
    }

    private void wakeWriter() {
        if (writerThread == null) {
            writerThread = threads.newThread(this::runWriter);
            writerThread.start();
        }
        if (!writerWanted) {
            writerWanted = true;
            writerWork.signal();
        }
    }

    private void finish(PendingBatch batch) {
        lock.lock();
        try {
            limit.release(batch);
        } finally {
            lock.unlock();
        }
        complete(batch, NO_MESSAGE, null);
    }

    /** Runs the completions in order, but for that of {@code own}. @return whether {@code own} was among them */
    private boolean complete(PendingBatch batch, long own, Exception failure) {
        boolean ownDone = false;
        for (int i = 0; i < batch.count(); i++) {
            if (batch.sequence(i) == own) {
                ownDone = true;
                continue;
            }
            try {
                batch.completion(i).completed(failure);
            } catch (Throwable e) {
                LOG.error("A completion failed; the messages behind it go on", e);
            }
        }
        lock.lock();
        try {
            queue.recycle(batch);
        } finally {
            lock.unlock();
        }
        return ownDone;
    }

    private void failOrphans(PendingBatch orphans) {
        if (orphans != null) {
            metrics.add(Metric.GIVEN_BACK, orphans.count());
            complete(orphans, NO_MESSAGE, closed);
        }
    }

    /** From now on messages go to {@code established}; those that waited go first. */
    public void connected(Connection established) {
        lock.lock();
        try {
            connection = established;
            if (writingTo == null && !queue.isEmpty()) {
                wakeWriter();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the connection and keeps what comes until the next one. Waits for a write under way to end.
     *
     * @return how many messages the connection may have swallowed
     */
    public long disconnected(Connection broken) {
        broken.close();
        lock.lock();
        try {
            if (connection == broken) {
                connection = null;
            }
            while (writingTo == broken) {
                roleWaiters++;
                roleFree.awaitUninterruptibly();
                roleWaiters--;
            }
            roleFree.signalAll();
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
            complete(batch, NO_MESSAGE, reason);
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
    public int close(NotSentException reason) {
        Connection last;
        lock.lock();
        try {
            if (closed != null) {
                return 0;
            }
            closed = reason;
            last = connection;
            connection = null;
            limit.wake();
            roleFree.signalAll();
            writerWork.signalAll();
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

    public boolean isConnected() {
        lock.lock();
        try {
            return connection != null;
        } finally {
            lock.unlock();
        }
    }

    /** @return messages accepted and not yet completed */
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
    void everythingWasRead() {
        lock.lock();
        try {
            writer.nothingInDoubt();
        } finally {
            lock.unlock();
        }
    }

    /** @return how long, in ms, the peer has taken nothing of the write under way; 0 if nobody is writing */
    public long blockedMillis() {
        return writer.blockedMillis();
    }
}
