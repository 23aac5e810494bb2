package io.github.camelwallaroo.routes.support.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.routes.support.ServiceStatus;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

@Timeout(60)
class RecordPutterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ServiceStatus status = new ServiceStatus(context, "alerts", "Kinesis");
    private final PutQueue queue = new PutQueue(1);
    private final List<Exchange> done = Collections.synchronizedList(new ArrayList<>());
    private final FaultyKinesis kinesis = new FaultyKinesis();
    private final RecordPutter putter = new RecordPutter("alerts", queue, () -> kinesis, status, Throwable::getMessage);
    private final Thread thread = new Thread(putter);

    /** Takes records, but for those that it is told to fail. */
    private static final class FaultyKinesis implements KinesisClient {

        private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());
        private final List<PutRecordsRequestEntry> taken = Collections.synchronizedList(new ArrayList<>());
        /** The code with which an entry fails this time; null if it does not. */
        private volatile Function<PutRecordsRequestEntry, String> faults = entry -> null;
        private volatile Function<PutRecordsRequest, RuntimeException> refusals = request -> null;

        @Override
        public ListShardsResponse listShards(ListShardsRequest request) {
            return ListShardsResponse.builder().build();
        }

        @Override
        public PutRecordsResponse putRecords(PutRecordsRequest request) {
            requests.add(request.records().stream().map(FaultyKinesis::text).toList());
            RuntimeException refusal = refusals.apply(request);
            if (refusal != null) {
                throw refusal;
            }
            List<PutRecordsResultEntry> results = request.records().stream().map(this::put).toList();
            return PutRecordsResponse.builder()
                    .records(results)
                    .failedRecordCount((int) results.stream().filter(each -> each.errorCode() != null).count())
                    .build();
        }

        private PutRecordsResultEntry put(PutRecordsRequestEntry entry) {
            String code = faults.apply(entry);
            if (code != null) {
                return PutRecordsResultEntry.builder().errorCode(code).errorMessage("not now").build();
            }
            taken.add(entry);
            return PutRecordsResultEntry.builder().sequenceNumber("1").shardId("s").build();
        }

        static String text(PutRecordsRequestEntry entry) {
            return entry.partitionKey() + entry.data().asString(UTF_8);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing of it is open.
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        putter.close();
        thread.interrupt();
        thread.join();
    }

    private Exchange add(String key, String data) {
        Exchange exchange = new DefaultExchange(context);
        queue.add(new PendingRecord(key, SdkBytes.fromUtf8String(data), exchange, sync -> done.add(exchange)));
        return exchange;
    }

    private void awaitDone(int count) {
        await().atMost(PATIENCE).until(() -> done.size() == count);
    }

    @Test
    void shouldPutOnlyWhatFailedAgainAndKeepTheOrderOfEachKeyWhenRequestsFailInPart() {
        int records = 500;
        AtomicInteger calls = new AtomicInteger();
        kinesis.faults = entry -> calls.incrementAndGet() % 3 == 0
                ? "ProvisionedThroughputExceededException"
                : calls.get() % 7 == 0 ? "InternalFailure" : null;
        IntStream.range(0, records).forEach(i -> add("k" + i % 100 + ":", String.valueOf(i)));
        thread.start();

        awaitDone(records);

        assertThat(done).allMatch(each -> each.getException() == null);
        assertThat(kinesis.taken).hasSize(records);
        Map<String, Integer> last = new HashMap<>();
        kinesis.taken.forEach(entry -> {
            int number = Integer.parseInt(entry.data().asString(UTF_8));
            Integer before = last.put(entry.partitionKey(), number);
            assertThat(before == null || before < number).as("%d behind %d", number, before).isTrue();
        });
    }

    @Test
    void shouldPutARecordAgainBeforeThoseBehindItUnderItsKey() {
        AtomicInteger left = new AtomicInteger(2);
        kinesis.faults = entry -> FaultyKinesis.text(entry).equals("a1") && left.getAndDecrement() > 0
                ? "ProvisionedThroughputExceededException"
                : null;
        add("a", "1");
        add("a", "2");
        add("b", "1");
        thread.start();

        awaitDone(3);

        assertThat(kinesis.taken).extracting(FaultyKinesis::text).containsExactly("b1", "a1", "a2");
        assertThat(kinesis.requests).containsExactly(List.of("a1", "b1"), List.of("a1"), List.of("a1"), List.of("a2"));
    }

    @Test
    void shouldBeDownAndPutEverythingWhenKinesisRefusesAllForATime() {
        AtomicInteger left = new AtomicInteger(3);
        kinesis.refusals = request -> left.getAndDecrement() > 0
                ? KinesisException.builder()
                        .message("no permission")
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
                        .build()
                : null;
        add("a", "1");
        add("b", "1");
        thread.start();
        await().atMost(PATIENCE).until(() -> !status.isUp() || done.size() == 2);

        awaitDone(2);

        assertThat(kinesis.requests).hasSize(4);
        await().atMost(PATIENCE).until(status::isUp);
    }

    @Test
    void shouldFailOnlyTheRecordThatKinesisRefusesForGood() {
        kinesis.refusals = request -> request.records().stream().anyMatch(each -> each.partitionKey().equals("bad"))
                ? InvalidArgumentException.builder()
                        .message("1 validation error")
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode("InvalidArgumentException").build())
                        .build()
                : null;
        Exchange good = add("a", "1");
        Exchange bad = add("bad", "1");
        Exchange behind = add("b", "1");
        thread.start();

        awaitDone(3);

        assertThat(good.getException()).isNull();
        assertThat(behind.getException()).isNull();
        assertThat(bad.getException()).hasMessageContaining("Kinesis refuses the record");
        assertThat(kinesis.taken).hasSize(2);
    }
}
