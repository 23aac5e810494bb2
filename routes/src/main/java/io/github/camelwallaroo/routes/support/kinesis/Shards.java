package io.github.camelwallaroo.routes.support.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.routes.support.aws.AwsTrouble;
import io.github.camelwallaroo.routes.support.kinesis.ShardStream.State;
import io.github.camelwallaroo.source.StreamException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The shards of a stream, each with its own: found, opened when its parents are done, read, ended. A shard that came of a split
 * or a merge is opened when everything in the shards that it came of is acknowledged, so that the records of one key stay in
 * their order. One thread advances; any number read.
 */
final class Shards implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);
    private static final long LIST_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 2_000;

    private final ShardSettings settings;
    private final KinesisAccess access;
    private final ShardJournal journal;
    private final ConnectorStreams connector;
    private final StreamTrouble trouble;
    private final LongSupplier millis;
    private final Map<String, ShardConsumption> consumptions = new ConcurrentHashMap<>();
    private List<Shard> listed = List.of();
    private long listAt = Long.MIN_VALUE;

    /** Where AWS' client comes from, and what its failures mean. */
    interface KinesisAccess {

        KinesisClient client();

        String text(Throwable failure);
    }

    Shards(ShardSettings settings, KinesisAccess access, ShardJournal journal, ConnectorStreams connector,
            StreamTrouble trouble, LongSupplier millis) {
        this.settings = settings;
        this.access = access;
        this.journal = journal;
        this.connector = connector;
        this.trouble = trouble;
        this.millis = millis;
    }

    /** Does what is due. @return the shards that are read at present */
    synchronized List<Shard> advance() {
        try {
            list();
            for (ShardConsumption each : consumptions.values()) {
                each.settle();
                finishIfEnded(each.stream());
            }
            openThoseThatMay();
            trouble.mended(StreamTrouble.JOURNAL);
        } catch (IOException e) {
            trouble.found(StreamTrouble.JOURNAL,
                    "the journal " + journal.path() + " cannot be written (" + e.getMessage()
                            + "); see journal");
        }
        return listed.stream().filter(shard -> isRead(shard.shardId())).toList();
    }

    private boolean isRead(String shard) {
        ShardConsumption consumption = consumptions.get(shard);
        return consumption != null && consumption.stream().state() == State.FLOWING;
    }

    private void list() throws IOException {
        if (millis.getAsLong() < listAt) {
            return;
        }
        Instant now;
        try {
            List<Shard> found = new ArrayList<>();
            ListShardsResponse response = page(null);
            now = time(response);
            found.addAll(response.shards());
            while (response.nextToken() != null) {
                response = page(response.nextToken());
                found.addAll(response.shards());
            }
            listed = found;
            listAt = millis.getAsLong() + LIST_MILLIS;
        } catch (RuntimeException e) {
            listAt = millis.getAsLong() + RETRY_MILLIS;
            if (!AwsTrouble.isThrottled(e)) {
                trouble.found(StreamTrouble.LIST, access.text(e));
            }
            return;
        }
        if (!settings.shard().isEmpty() && listed.stream().noneMatch(each -> each.shardId().equals(settings.shard()))
                && journal.isNew()) {
            trouble.found(StreamTrouble.LIST, "stream '" + settings.stream() + "' has no shard '" + settings.shard()
                    + "'; see shard. Its first one is " + (listed.isEmpty() ? "none" : listed.get(0).shardId()));
            return;
        }
        trouble.over(StreamTrouble.LIST);
        remember(now);
    }

    private ListShardsResponse page(String token) {
        // With a token the stream must not be named.
        return access.client()
                .listShards(ListShardsRequest.builder()
                        .streamName(token == null ? settings.stream() : null)
                        .nextToken(token)
                        .build());
    }

    /** By the clock of AWS, which judges times that it is given. */
    private static Instant time(ListShardsResponse response) {
        Function<String, Instant> parse = date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        try {
            return response.sdkHttpResponse() == null
                    ? Instant.now()
                    : response.sdkHttpResponse().firstMatchingHeader("Date").map(parse).orElseGet(Instant::now);
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }

    private void remember(Instant now) throws IOException {
        boolean begins = journal.isNew();
        List<byte[]> news = new ArrayList<>();
        for (Shard shard : listed) {
            ShardHistory known;
            synchronized (journal) {
                known = journal.history(shard.shardId());
            }
            String first = shard.sequenceNumberRange().startingSequenceNumber();
            if (known == null && isOurs(shard)) {
                ShardHistory found = new ShardHistory(shard.shardId(), first, start(shard, begins, now));
                news.add(ShardJournalCodec.found(found));
                if (begins && settings.start().isLatest() && isClosed(shard)) {
                    news.add(ShardJournalCodec.finished(shard.shardId()));
                }
            } else if (known != null && !known.firstSequence().equals(first)) {
                trouble.found(shard.shardId(), "stream '" + settings.stream()
                        + "' was created anew, and the journal " + journal.path()
                        + " is of the old one; give the source another alias, which begins new streams, or move the journal"
                        + " away and reset the worker's state");
                consumptions.computeIfPresent(shard.shardId(), (id, each) -> {
                    each.stream().to(State.STOPPED);
                    return each;
                });
            }
        }
        forgetWhatIsGone(news);
        if (!news.isEmpty()) {
            journal.append(true, news.toArray(byte[][]::new));
        }
    }

    /** The start that was asked for is that of the shards that are there at first; children begin where their parents end. */
    private ShardStart start(Shard shard, boolean begins, Instant now) {
        if (!begins) {
            return ShardStart.OLDEST;
        }
        if (settings.start().isLatest()) {
            // Pinned, since "latest" would be another place after a restart.
            return ShardStart.at(now);
        }
        return settings.start().sequenceNumber() != null && !shard.shardId().equals(settings.shard())
                ? ShardStart.OLDEST
                : settings.start();
    }

    private static boolean isClosed(Shard shard) {
        return shard.sequenceNumberRange().endingSequenceNumber() != null;
    }

    /** With a shard named: that one, and what comes of it. */
    private boolean isOurs(Shard shard) {
        String named = settings.shard();
        Map<String, String> parents = new ConcurrentHashMap<>();
        listed.stream()
                .filter(each -> each.parentShardId() != null)
                .forEach(each -> parents.put(each.shardId(), each.parentShardId()));
        Set<String> seen = new HashSet<>();
        for (String at = shard.shardId(); at != null && seen.add(at); at = parents.get(at)) {
            if (named.isEmpty() || at.equals(named)) {
                return true;
            }
        }
        return false;
    }

    private void forgetWhatIsGone(List<byte[]> news) {
        Set<String> present = new HashSet<>();
        listed.forEach(each -> present.add(each.shardId()));
        for (String shard : journal.shards()) {
            if (!present.contains(shard)) {
                ShardConsumption reading = consumptions.remove(shard);
                if (!journal.isFinished(shard)) {
                    LOG.warn("{}: AWS no longer has shard {} of stream {}, nor what was not read of it",
                            settings.connector(),
                            shard, settings.stream());
                    if (reading != null) {
                        connector.end(reading.stream().name());
                    }
                }
                news.add(ShardJournalCodec.forgotten(shard));
            }
        }
        trouble.retain(present);
    }

    private void finishIfEnded(ShardStream stream) throws IOException {
        if (stream.state() == State.ENDED) {
            journal.append(true, ShardJournalCodec.finished(stream.shard()));
            consumptions.remove(stream.shard());
            listAt = Long.MIN_VALUE;
        }
    }

    private void openThoseThatMay() {
        for (Shard shard : listed) {
            String id = shard.shardId();
            ShardHistory history;
            synchronized (journal) {
                history = journal.history(id);
            }
            if (history == null || history.isFinished()
                    || !history.firstSequence().equals(shard.sequenceNumberRange().startingSequenceNumber())
                    || isUnderWay(shard.parentShardId()) || isUnderWay(shard.adjacentParentShardId())) {
                continue;
            }
            ShardConsumption consumption = consumptions.computeIfAbsent(id, key -> consumption(history));
            if (consumption.stream().move(State.WAITING, State.OPENING)) {
                open(consumption.stream());
            }
        }
    }

    private boolean isUnderWay(String parent) {
        if (parent == null) {
            return false;
        }
        synchronized (journal) {
            ShardHistory history = journal.history(parent);
            return history != null && !history.isFinished();
        }
    }

    private ShardConsumption consumption(ShardHistory history) {
        String id = history.shard();
        ShardStream stream = new ShardStream(id, settings.streamName(id), connector.isSafeWhenDone(),
                history.acknowledged());
        return new ShardConsumption(stream, new ShardReader(settings.stream(), id, journal), journal, connector, millis,
                settings.readInterval());
    }

    private void open(ShardStream stream) {
        try {
            connector.open(stream.name(), stream);
        } catch (StreamException e) {
            if (e.retryable()) {
                LOG.debug("Not yet: {}", e.getMessage());
                stream.move(State.OPENING, State.WAITING);
            } else {
                LOG.warn("{} is not read: {}", stream.shard(), e.getMessage());
                stream.to(State.STOPPED);
            }
        }
    }

    /** What of a shard is to be handed over now. */
    List<Record> read(String shard, int limit) {
        ShardConsumption consumption = consumptions.get(shard);
        return consumption == null ? List.of() : consumption.read(access.client(), limit, trouble, access::text);
    }

    /** The stream of a shard that is being read; null if there is none. */
    ShardStream stream(String shard) {
        ShardConsumption consumption = consumptions.get(shard);
        return consumption == null ? null : consumption.stream();
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            for (ShardConsumption each : consumptions.values()) {
                each.settle();
            }
        } finally {
            consumptions.clear();
            journal.close();
            trouble.close();
        }
    }
}
