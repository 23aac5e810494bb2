package io.github.camelwallaroo.routes.support.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.routes.support.kafka.PartitionStream.State;
import io.github.camelwallaroo.source.StreamException;

/**
 * The partitions that a consumer has at present, each with its stream: opened when assigned, read while the worker takes
 * records, ended and acknowledged before they go. Of the thread that polls, but for the mailbox.
 */
final class PartitionStreams {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionStreams.class);

    private final Consumer<?, ?> consumer;
    private final ConnectorStreams connector;
    private final StreamOwners owners;
    private final Function<TopicPartition, String> streamName;
    private final LongSupplier millis;
    private final int pollRecords;
    private final GroupOffsets groupOffsets;
    private final StartOffsets startOffsets;
    private final Map<TopicPartition, PartitionStream> streams = new HashMap<>();
    private final LinkedBlockingQueue<StreamNews> mailbox = new LinkedBlockingQueue<>();

    /**
     * @param streamName  of a partition
     * @param millis      any clock that goes on
     * @param pollRecords as many records as one poll can give
     */
    PartitionStreams(Consumer<?, ?> consumer, ConnectorStreams connector, StreamOwners owners,
            StartOffsets startOffsets, Function<TopicPartition, String> streamName, LongSupplier millis,
            int pollRecords) {
        this.consumer = consumer;
        this.connector = connector;
        this.owners = owners;
        this.streamName = streamName;
        this.millis = millis;
        this.pollRecords = pollRecords;
        this.groupOffsets = new GroupOffsets(consumer, millis);
        this.startOffsets = startOffsets;
    }

    /** Nothing is read of them until the worker has said where it stands. */
    void assigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        for (TopicPartition partition : partitions) {
            streams.put(partition, new PartitionStream(partition, streamName.apply(partition), this::tell));
        }
    }

    /** From the connector's threads. A stream that is over is free at once, whether or not this consumer still polls. */
    private void tell(StreamNews news) {
        if (news.kind() == StreamNews.Kind.ENDED) {
            owners.release(news.about());
        }
        mailbox.add(news);
    }

    /**
     * Does what the connector's news ask for: opens, seeks, commits; and lets those partitions be read whose stream takes
     * records.
     *
     * @param held partitions that others want to be paused
     * @return whether some partition waits for the worker
     */
    boolean advance(Set<TopicPartition> held) {
        for (StreamNews news = mailbox.poll(); news != null; news = mailbox.poll()) {
            handle(news);
        }
        Collection<PartitionStream> all = streams.values();
        for (PartitionStream stream : all) {
            if (stream.state() == State.WAITING && owners.claim(stream)) {
                open(stream);
            }
        }
        startOffsets.seekDue(all);
        all.forEach(this::settle);
        groupOffsets.commitDue(all);
        return pauseAndResume(held);
    }

    /** A poll found no records where it was to read. */
    void missing(InvalidOffsetException failure) {
        startOffsets.missing(failure, streams);
    }

    /** Camel waits for each exchange, so what it handed over before it polls again is done. */
    private void settle(PartitionStream stream) {
        if (connector.isSafeWhenDone()) {
            stream.doneIsSafe();
        }
        long offset = stream.takeAgain(millis.getAsLong());
        if (offset != PartitionStream.NOWHERE) {
            consumer.seek(stream.partition(), offset);
        }
    }

    private void open(PartitionStream stream) {
        stream.to(State.OPENING);
        try {
            connector.open(stream.stream(), stream);
        } catch (StreamException e) {
            if (e.retryable()) {
                LOG.debug("Not yet: {}", e.getMessage());
                owners.release(stream);
                stream.to(State.WAITING);
            } else {
                LOG.warn("{} is not read: {}", stream.partition(), e.getMessage());
                stream.to(State.STOPPED);
            }
        }
    }

    private void handle(StreamNews news) {
        PartitionStream stream = news.about();
        switch (news.kind()) {
            case OPENED -> {
                if (stream.state() == State.OPENING) {
                    begin(stream, news);
                } else if (stream.state() != State.SEEKING && !news.position().isNone()) {
                    stream.acknowledged(news.position());
                }
            }
            case ACKNOWLEDGED -> stream.acknowledged(news.position());
            case REWIND -> {
                if (stream.isHeld() && stream.state() != State.STOPPED) {
                    stream.seekTo(news.position(), true);
                } else {
                    stream.acknowledged(news.position());
                }
            }
            case STOPPED -> {
                LOG.debug("{}: stopped: {}", stream, news.reason());
                stream.to(stream.isHeld() ? State.STOPPED : State.ENDED);
            }
            case ENDED -> {
                if (!news.position().isNone()) {
                    stream.acknowledged(news.position());
                }
                stream.to(State.ENDED);
            }
        }
    }

    private static void begin(PartitionStream stream, StreamNews news) {
        if (news.position().isNone()) {
            LOG.debug("{}: the worker knows of no records; the group's offset holds", stream);
            stream.to(State.FLOWING);
        } else {
            stream.seekTo(news.position(), false);
        }
    }

    private boolean pauseAndResume(Set<TopicPartition> held) {
        Set<TopicPartition> paused = consumer.paused();
        Set<TopicPartition> pause = new HashSet<>();
        Set<TopicPartition> resume = new HashSet<>();
        boolean waiting = false;
        for (PartitionStream stream : streams.values()) {
            boolean flows = stream.state() == State.FLOWING && !stream.standsStill()
                    && connector.isWritable(stream.stream(), pollRecords);
            waiting |= !flows && stream.state() != State.STOPPED;
            boolean read = flows && !held.contains(stream.partition());
            if (read == paused.contains(stream.partition())) {
                (read ? resume : pause).add(stream.partition());
            }
        }
        if (!pause.isEmpty()) {
            consumer.pause(pause);
        }
        if (!resume.isEmpty()) {
            consumer.resume(resume);
        }
        return waiting;
    }

    /**
     * The partitions go to others: ends their streams, waits for the last acknowledgements, so that the next owner begins
     * where this one ended, and commits them.
     */
    void revoked(Collection<TopicPartition> partitions, long timeoutMillis) {
        List<PartitionStream> leaving = end(partitions);
        if (!awaitEnd(leaving, millis.getAsLong() + timeoutMillis)) {
            LOG.info("{}: not everything was acknowledged within {} ms; the next owner begins at the worker's position",
                    leaving.stream().filter(stream -> stream.state() == State.ENDING).toList(), timeoutMillis);
        }
        groupOffsets.commitNow(leaving);
    }

    /** The partitions are others' already: nothing may be committed any more. */
    void lost(Collection<TopicPartition> partitions) {
        end(partitions);
    }

    /** All that it has. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(streams.keySet());
    }

    private List<PartitionStream> end(Collection<TopicPartition> partitions) {
        List<PartitionStream> leaving = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionStream stream = streams.remove(partition);
            if (stream == null) {
                continue;
            }
            leaving.add(stream);
            if (connector.isSafeWhenDone()) {
                stream.doneIsSafe();
            }
            if (stream.state() == State.WAITING || stream.state() == State.STOPPED) {
                stream.to(State.ENDED);
            } else {
                stream.to(State.ENDING);
                connector.end(stream.stream());
            }
        }
        return leaving;
    }

    private boolean awaitEnd(List<PartitionStream> leaving, long deadline) {
        try {
            while (leaving.stream().anyMatch(stream -> stream.state() == State.ENDING)) {
                StreamNews news = mailbox.poll(deadline - millis.getAsLong(), TimeUnit.MILLISECONDS);
                if (news == null) {
                    return false;
                }
                handle(news);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
