package io.github.camelwallaroo.routes.support.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.aws.AwsTrouble;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts the records of a queue, one request at a time, until AWS has each. Of a request some records may fail: those alone are
 * put again, before what waits behind them under the same keys. It runs in a thread of its own.
 */
final class RecordPutter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordPutter.class);
    private static final Set<String> REFUSALS = Set.of("InvalidArgumentException", "ValidationException",
            "SerializationException");
    private static final Set<String> DENIED = Set.of("AccessDeniedException", "AccessDenied");
    private static final long IDLE_MILLIS = 500;
    private static final long SHORTEST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 5_000;

    private final String stream;
    private final PutQueue queue;
    private final Supplier<KinesisClient> client;
    private final ServiceStatus status;
    private final Function<Throwable, String> text;
    private volatile boolean closed;
    private boolean looked;
    private int oneAtATime;
    private long pause;

    /** @param text what a failure means */
    RecordPutter(String stream, PutQueue queue, Supplier<KinesisClient> client, ServiceStatus status,
            Function<Throwable, String> text) {
        this.stream = stream;
        this.queue = queue;
        this.client = client;
        this.status = status;
        this.text = text;
    }

    /** No request is made any more. */
    void close() {
        closed = true;
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                look();
                List<PendingRecord> batch = queue.take(IDLE_MILLIS);
                if (!batch.isEmpty()) {
                    put(batch);
                }
                if (pause > 0) {
                    // With jitter: others who were refused at the same moment shall not come back at the same moment.
                    Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is such a stream is known before the first record. Whoever may only put is not asked for more. */
    private void look() {
        if (looked) {
            return;
        }
        try {
            client.get().listShards(request -> request.streamName(stream).maxResults(1));
            looked = true;
            pause = 0;
            status.up();
        } catch (RuntimeException e) {
            looked = e instanceof AwsServiceException answer && DENIED.contains(AwsTrouble.code(answer));
            if (!looked) {
                failed(e);
            }
        }
    }

    private void put(List<PendingRecord> batch) {
        List<PutRecordsRequestEntry> entries = batch.stream()
                .map(each -> PutRecordsRequestEntry.builder().partitionKey(each.key()).data(each.data()).build())
                .toList();
        PutRecordsResponse response;
        try {
            response = client.get().putRecords(PutRecordsRequest.builder().streamName(stream).records(entries).build());
        } catch (RuntimeException e) {
            refused(batch, e);
            return;
        }
        looked = true;
        List<PendingRecord> again = new ArrayList<>();
        String reason = settle(batch, response, again);
        if (again.isEmpty()) {
            pause = 0;
            status.up();
        } else {
            queue.putBack(again);
            LOG.debug("{} of {} records are put again: {}", again.size(), batch.size(), reason);
            if (again.size() < batch.size()) {
                pause = SHORTEST_PAUSE;
                status.up();
            } else {
                longerPause();
                if (pause == LONGEST_PAUSE) {
                    status.down("stream '" + stream + "' takes nothing (" + reason + "); it may have too few shards");
                }
            }
        }
        if (oneAtATime > 0 && again.isEmpty()) {
            oneAtATime--;
            queue.oneAtATime(oneAtATime > 0);
        }
    }

    /** @return why the last one failed; null if none did */
    private static String settle(List<PendingRecord> batch, PutRecordsResponse response, List<PendingRecord> again) {
        String reason = null;
        for (int i = 0; i < batch.size(); i++) {
            PutRecordsResultEntry result = response.records().get(i);
            if (result.errorCode() == null) {
                batch.get(i).done();
            } else {
                again.add(batch.get(i));
                reason = result.errorCode() + ": " + result.errorMessage();
            }
        }
        return reason;
    }

    private void refused(List<PendingRecord> batch, RuntimeException e) {
        if (closed) {
            queue.putBack(batch);
        } else if (!(e instanceof AwsServiceException answer && REFUSALS.contains(AwsTrouble.code(answer)))) {
            queue.putBack(batch);
            failed(e);
        } else if (batch.size() == 1) {
            batch.get(0).failed(new IllegalArgumentException("Kinesis refuses the record: " + text.apply(e), e));
            oneAtATime = Math.max(0, oneAtATime - 1);
            queue.oneAtATime(oneAtATime > 0);
        } else {
            // One of them is to blame, and the others are not to suffer.
            queue.putBack(batch);
            oneAtATime = batch.size();
            queue.oneAtATime(true);
        }
    }

    private void failed(RuntimeException e) {
        longerPause();
        if (AwsTrouble.isThrottled(e) && pause < LONGEST_PAUSE) {
            LOG.debug("All records are put again: {}", e.getMessage());
        } else {
            status.down(text.apply(e));
        }
    }

    private void longerPause() {
        pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, 2 * pause));
    }
}
