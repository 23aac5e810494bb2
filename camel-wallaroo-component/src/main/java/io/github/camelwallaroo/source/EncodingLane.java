package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * Collects messages for an encoder that takes many at once for little more than the price of one, and sends them on in their
 * order. A thread of its own encodes what came while it was busy, so that nobody waits for more to come. Thread-safe.
 */
final class EncodingLane implements MessageInlet {

    private static final int MOST_MESSAGES = 4096;
    private static final long MOST_BYTES = 16L << 20;
    /** What a body that does not say takes, roughly. */
    private static final int SOME_BYTES = 100;
    private static final long GIVE_BACK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(EncodingLane.class);

    private final String connector;
    private final MessageEncoding encoding;
    private final SourceLink link;
    private final Thread thread;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long waitingMessages;
    private long waitingBytes;
    private long taken;
    private long handedOn;
    private boolean closing;

    /** @param alone whether it is a message by itself; else a batch */
    private record Entry(List<SourceMessage> messages, boolean alone, long bytes, Completion completion) {}

    EncodingLane(String connector, MessageEncoding encoding, SourceLink link, ThreadFactory threads) {
        this.connector = connector;
        this.encoding = encoding;
        this.link = link;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** Holds the caller while there is no room. @return false: completions run in another thread */
    @Override
    public boolean write(SourceMessage message, Completion completion) throws NotSentException, InterruptedException {
        add(new Entry(List.of(message), true, bytes(message), completion));
        return false;
    }

    @Override
    public boolean writeAll(List<SourceMessage> messages, Completion completion)
            throws NotSentException, InterruptedException {
        add(new Entry(messages, false, messages.stream().mapToLong(EncodingLane::bytes).sum(), completion));
        return false;
    }

    private static long bytes(SourceMessage message) {
        Object body = message.body();
        return body instanceof byte[] bytes
                ? bytes.length
                : body instanceof CharSequence text ? text.length() * 2L : SOME_BYTES;
    }

    private synchronized void add(Entry entry) throws NotSentException, InterruptedException {
        // Who is told of a message in our own thread may well send the next one: nobody would make room meanwhile.
        while (!closing && isFull() && !entry.completion.hasLeft() && Thread.currentThread() != thread) {
            wait();
        }
        if (!closing && isFull() && entry.completion.hasLeft()) {
            throw notSent();
        }
        if (closing) {
            throw new NotSentException("source connector " + connector + " was closed before the message was sent");
        }
        waiting.add(entry);
        taken++;
        waitingMessages += entry.messages.size();
        waitingBytes += entry.bytes;
        notifyAll();
    }

    private boolean isFull() {
        return waitingMessages >= MOST_MESSAGES || waitingMessages > 0 && waitingBytes >= MOST_BYTES;
    }

    private void run() {
        try {
            List<Entry> entries;
            while (!(entries = take()).isEmpty()) {
                try {
                    handOn(entries);
                } finally {
                    handedOn(entries.size());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp();
        }
    }

    /** @return empty at the end */
    private synchronized List<Entry> take() throws InterruptedException {
        while (waiting.isEmpty() && !closing) {
            wait();
        }
        List<Entry> entries = new ArrayList<>(waiting);
        waiting.clear();
        waitingMessages = 0;
        waitingBytes = 0;
        notifyAll();
        return entries;
    }

    private synchronized void handedOn(int entries) {
        handedOn += entries;
        notifyAll();
    }

    private void handOn(List<Entry> entries) {
        List<SourceMessage> all = new ArrayList<>();
        entries.forEach(entry -> all.addAll(entry.messages));
        List<Converted<EncodedMessage>> encoded;
        try {
            encoded = encoding.each(all);
        } catch (RuntimeException e) {
            entries.forEach(entry -> complete(entry.completion, e));
            return;
        }
        int from = 0;
        for (Entry entry : entries) {
            send(entry, encoded.subList(from, from + entry.messages.size()));
            from += entry.messages.size();
        }
    }

    private void send(Entry entry, List<Converted<EncodedMessage>> encoded) {
        try {
            boolean done = entry.alone
                    ? send(encoded.get(0).get(), entry.completion)
                    : link.sendAll(allOf(encoded), entry.completion);
            if (done) {
                complete(entry.completion, null);
            }
        } catch (Exception e) {
            complete(entry.completion, e);
        }
    }

    private boolean send(EncodedMessage message, Completion completion) throws Exception {
        return link.send(message.message(), message.key(), message.payload(), completion);
    }

    private static List<EncodedMessage> allOf(List<Converted<EncodedMessage>> encoded) throws Exception {
        List<EncodedMessage> messages = new ArrayList<>(encoded.size());
        for (Converted<EncodedMessage> each : encoded) {
            if (each.failure() != null) {
                throw MessageEncoding.notAll(messages.size(), encoded.size(), each.failure());
            }
            messages.add(each.value());
        }
        return messages;
    }

    private void complete(Completion completion, Exception failure) {
        try {
            completion.completed(failure);
        } catch (RuntimeException e) {
            LOG.error("source connector {}: a completion failed", connector, e);
        }
    }

    @Override
    public SourceLink drained() {
        drain(Duration.ofDays(1).toNanos());
        return link;
    }

    /** Returns when everything that was taken before this call is handed on, or time is over. */
    private void drain(long nanos) {
        long begun = System.nanoTime();
        try {
            awaitHandedOn(begun, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitHandedOn(long begun, long nanos) throws InterruptedException {
        long until = taken;
        long left = nanos;
        while (handedOn < until && left > 0 && Thread.currentThread() != thread) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = nanos - (System.nanoTime() - begun);
        }
    }

    @Override
    public void stop(Duration timeout) {
        long begun = System.nanoTime();
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        drain(timeout.toNanos());
        Duration left = timeout.minusNanos(System.nanoTime() - begun);
        link.stop(left.isNegative() ? Duration.ZERO : left);
        // What the link gave back since it stopped comes back from here as well, at once.
        drain(GIVE_BACK_NANOS);
    }

    @Override
    public void giveBackToLeaving() {
        List<Entry> leaving = new ArrayList<>();
        synchronized (this) {
            waiting.removeIf(entry -> entry.completion.isLeaving() && leaving.add(entry));
            handedOn += leaving.size();
            waitingMessages -= leaving.stream().mapToLong(entry -> entry.messages.size()).sum();
            waitingBytes -= leaving.stream().mapToLong(Entry::bytes).sum();
            notifyAll();
        }
        leaving.forEach(entry -> complete(entry.completion, notSent()));
        link.giveBackToLeaving();
    }

    private void giveUp() {
        List<Entry> left;
        synchronized (this) {
            closing = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
            handedOn += left.size();
            notifyAll();
        }
        left.forEach(entry -> complete(entry.completion, notSent()));
    }

    private NotSentException notSent() {
        return new NotSentException("source connector " + connector + " stops before the message was sent");
    }
}
