package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class ShardsTest {

    private static final String A = "shardId-000000000000";
    private static final String B = "shardId-000000000001";
    private static final String C = "shardId-000000000002";
    private static final int LIMIT = 10;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong();
    private final FakeKinesis kinesis = new FakeKinesis();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private FakeStreams streams = new FakeStreams();
    private ServiceStatus status;
    private Shards shards;

    @BeforeEach
    void start() throws IOException {
        kinesis.shard(A);
        start("TRIM_HORIZON", "");
    }

    private void start(String iteratorType, String shard) throws IOException {
        status = new ServiceStatus(context, "feed", "Kinesis");
        Shards.KinesisAccess access = new Shards.KinesisAccess() {

            @Override
            public KinesisClient client() {
                return kinesis;
            }

            @Override
            public String text(Throwable failure) {
                return failure.getMessage();
            }
        };
        shards = new Shards(new ShardSettings("feed", "readings", shard, "kinesis",
                ShardStart.of(iteratorType, "", "", !shard.isEmpty()), 0), access,
                ShardJournal.open(folder.resolve("shards")), streams, new StreamTrouble(status), clock::get);
    }

    /** Another process, with the journal that this one leaves. */
    private void restart() throws IOException {
        shards.close();
        streams = new FakeStreams();
        start("TRIM_HORIZON", "");
    }

    @AfterEach
    void close() throws IOException {
        shards.close();
    }

    private static String stream(String shard) {
        return "feed/kinesis/readings/" + shard;
    }

    private List<String> advance() {
        clock.addAndGet(60_000);
        return shards.advance().stream().map(Shard::shardId).toList();
    }

    /** Reads once, and hands over. @return id:number of what the stream took */
    private List<String> read(String shard) {
        clock.addAndGet(60_000);
        ShardStream stream = shards.stream(shard);
        return shards.read(shard, LIMIT).stream().map(record -> handOver(stream, record)).toList();
    }

    private static String handOver(ShardStream stream, Record record) {
        return stream.handOver(record.sequenceNumber()) + ":" + FakeKinesis.number(record);
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(id -> id + ":" + id).toList();
    }

    @Test
    void shouldReadFromTheBeginningAndCountWhenNobodyKnowsAnything() {
        kinesis.put(A, 15);
        assertThat(advance()).isEmpty();
        streams.answer(stream(A), 0);

        assertThat(advance()).containsExactly(A);
        assertThat(read(A)).isEqualTo(ids(1, 10));
        assertThat(read(A)).isEqualTo(ids(11, 15));
        assertThat(read(A)).isEmpty();
        assertThat(status.isUp()).isTrue();
    }

    @Test
    void shouldGiveEachRecordTheSameIdWhenTheWorkerStandsAmidWhatWasReadBefore() throws Exception {
        open(A, 0);
        kinesis.put(A, 25);
        read(A);
        read(A);
        read(A);

        restart();
        open(A, 13);

        assertThat(read(A)).isEqualTo(ids(14, 19));
        assertThat(read(A)).isEqualTo(ids(20, 25));
    }

    @Test
    void shouldGoOnBehindWhatTheJournalNotesAsSafeWhenTheWorkerHasNoOpinion() throws Exception {
        open(A, 0);
        kinesis.put(A, 15);
        read(A);
        streams.acknowledge(stream(A), 7);
        advance();

        restart();
        open(A, 0);

        assertThat(read(A)).isEqualTo(ids(8, 10));
    }

    @Test
    void shouldStopTheStreamWhenTheWorkerKnowsMoreThanTheJournal() {
        kinesis.put(A, 5);

        open(A, 99);
        assertThat(read(A)).isEmpty();

        assertThat(streams.stopped()).hasSize(1)
                .allMatch(reason -> reason.contains("up to id 99") && reason.contains("give the source another alias"));
    }

    @Test
    void shouldGoBackWhenTheWorkerFallsBack() {
        open(A, 0);
        kinesis.put(A, 20);
        read(A);
        read(A);
        streams.acknowledge(stream(A), 18);

        streams.rewind(stream(A), 4);

        assertThat(read(A)).isEqualTo(ids(5, 10));
        assertThat(streams.rewound()).containsExactly(stream(A));
    }

    @Test
    void shouldGoOnWithAnotherIteratorWhenOneHasExpired() {
        open(A, 0);
        kinesis.put(A, 20);
        read(A);

        kinesis.expire();

        assertThat(read(A)).isEqualTo(ids(11, 19));
        assertThat(kinesis.asked()).extracting(GetShardIteratorRequest::shardIteratorType)
                .containsExactly(ShardIteratorType.TRIM_HORIZON, ShardIteratorType.AT_SEQUENCE_NUMBER);
    }

    @Test
    void shouldLoseNothingWhenTheIteratorExpiresBeforeTheFirstRecordOfAStreamThatIsReadFromTheLatest()
            throws Exception {
        shards.close();
        start("LATEST", "");
        open(A, 0);
        assertThat(read(A)).isEmpty();

        kinesis.expire();
        read(A);

        assertThat(kinesis.asked()).hasSize(2).allSatisfy(request -> {
            assertThat(request.shardIteratorType()).isEqualTo(ShardIteratorType.AT_TIMESTAMP);
            assertThat(request.timestamp()).isEqualTo(kinesis.asked().get(0).timestamp());
        });
    }

    @Test
    void shouldReadChildrenWhenEverythingInTheirParentsIsAcknowledged() {
        kinesis.shard(B).shard(C, A, B).put(A, 5).put(B, 5).put(C, 5);
        open(A, 0);
        streams.answer(stream(B), 0);
        advance();
        read(A);
        read(B);
        kinesis.close(A);
        kinesis.close(B);
        read(A);
        read(B);

        advance();
        assertThat(streams.ended()).containsExactlyInAnyOrder(stream(A), stream(B));
        streams.finish(stream(A), 5);
        advance();
        assertThat(streams.open()).containsExactly(stream(B));
        streams.finish(stream(B), 5);
        advance();
        advance();

        assertThat(streams.open()).containsExactly(stream(C));
        streams.answer(stream(C), 0);
        assertThat(read(C)).isEqualTo(ids(1, 5));
    }

    @Test
    void shouldReadAnEndedShardAgainWhenTheWorkerFellBackMeanwhile() {
        kinesis.put(A, 5);
        open(A, 0);
        kinesis.close(A);
        read(A);
        advance();

        streams.rewind(stream(A), 2);
        streams.finish(stream(A), 2);
        open(A, 2);

        assertThat(read(A)).isEqualTo(ids(3, 5));
    }

    @Test
    void shouldNotReadAFinishedShardAgainWhenTheProcessStartsAgain() throws Exception {
        kinesis.put(A, 5);
        open(A, 0);
        kinesis.close(A);
        read(A);
        advance();
        streams.finish(stream(A), 5);
        advance();

        restart();

        assertThat(advance()).isEmpty();
        assertThat(streams.open()).isEmpty();
    }

    @Test
    void shouldReadOnlyTheNamedShardAndWhatComesOfIt() throws Exception {
        shards.close();
        kinesis.shard(B).shard(C, B);
        start("TRIM_HORIZON", B);
        advance();

        assertThat(streams.open()).containsExactly(stream(B));
        kinesis.close(B);
        streams.answer(stream(B), 0);
        read(B);
        advance();
        streams.finish(stream(B), 0);
        advance();
        advance();
        assertThat(streams.open()).containsExactly(stream(C));
    }

    @Test
    void shouldNameTheParameterWhenThereIsNoSuchShard() throws Exception {
        shards.close();
        start("TRIM_HORIZON", "shardId-7");

        advance();

        assertThat(status.reason()).contains("has no shard 'shardId-7'; see shard");
    }

    @Test
    void shouldSayThatRecordsMayBeLostWhenTheRetentionWentOverThePosition() throws Exception {
        open(A, 0);
        kinesis.put(A, 20);
        read(A);
        restart();
        kinesis.trim(A, 15);

        open(A, 10);

        assertThat(read(A)).containsExactly("11:16", "12:17", "13:18", "14:19", "15:20");
        assertThat(log.lines()).filteredOn(line -> line.contains("no longer has the record")).hasSize(1);
    }

    @Test
    void shouldSayWhatToDoWhenTheStreamWasCreatedAnew() throws Exception {
        open(A, 0);
        kinesis.put(A, 5);
        read(A);
        restart();

        kinesis.createAnew(A);
        advance();

        assertThat(streams.open()).isEmpty();
        assertThat(status.reason()).contains("was created anew", "alias");
    }

    @Test
    void shouldReadAgainWhatWasNotHandedOver() {
        open(A, 0);
        kinesis.put(A, 10);
        ShardStream stream = shards.stream(A);
        List<Record> records = shards.read(A, LIMIT);
        handOver(stream, records.get(0));
        handOver(stream, records.get(1));
        stream.giveAgain(2, clock.get() + 100);

        assertThat(handOver(stream, records.get(2))).isEqualTo("0:3");
        assertThat(shards.read(A, LIMIT)).isEmpty();
        assertThat(read(A)).isEqualTo(ids(2, 10));
    }

    @Test
    void shouldReadNothingWhileTheWorkerTakesNothing() {
        open(A, 0);
        kinesis.put(A, 10);

        streams.writable(false);
        assertThat(read(A)).isEmpty();
        assertThat(kinesis.reads()).isZero();
        streams.writable(true);

        assertThat(read(A)).isEqualTo(ids(1, 10));
    }

    @Test
    void shouldBeDownAndRecoverWhenAReadIsRefusedForATime() {
        open(A, 0);
        kinesis.put(A, 10);
        kinesis.fail(KinesisException.builder().message("no permission").build());

        assertThat(read(A)).isEmpty();
        advance();
        assertThat(status.reason()).contains("no permission");
        kinesis.fail(null);

        assertThat(read(A)).isEqualTo(ids(1, 10));
        advance();
        assertThat(status.isUp()).isTrue();
    }

    @Test
    void shouldSayThatAShardIsGoneWhenItWasNotReadToItsEnd() {
        open(A, 0);
        kinesis.shard(B, A);

        kinesis.gone(A);
        advance();

        assertThat(log.lines()).anyMatch(line -> line.contains("AWS no longer has shard " + A));
        assertThat(streams.open()).contains(stream(B));
    }

    @Test
    void shouldBeUpAgainWhenTheShardThatCouldNotBeReadIsGone() {
        open(A, 0);
        kinesis.fail(KinesisException.builder().message("no such shard").build());
        assertThat(read(A)).isEmpty();
        assertThat(status.reason()).contains("no such shard");

        kinesis.fail(null);
        kinesis.shard(B, A);
        kinesis.gone(A);
        advance();

        assertThat(status.isUp()).as(status.reason()).isTrue();
    }

    private void open(String shard, long position) {
        advance();
        streams.answer(stream(shard), position);
        advance();
    }
}
