package io.github.camelwallaroo.routes.support.kinesis;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Service;
import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.support.AsyncCallbackToCompletableFutureAdapter;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.BodyBytes;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.aws.AwsTrouble;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/**
 * Puts records in batches, where the endpoint puts one and waits for it. It has three places in a route: it makes a record of
 * a message, it is the endpoint's client, which takes the record, and it completes the exchange when Kinesis has it:
 *
 * <pre>{@code
 * .process("sink")
 * .to("aws2-kinesis:alerts?amazonKinesisClient=#sink&applicationName=alerts")
 * .process("sink")
 * }</pre>
 *
 * <p>
 * <b>Order</b>: with {@code keyOrder} a request holds one record of each partition key, and the next one of that key is sent
 * when Kinesis has it: of a request some records can fail, and be put again behind others that did not.
 *
 * <p>
 * While Kinesis cannot be used records wait and are put again; no more of them wait than the route has exchanges under way. Any
 * number of threads.
 */
public class KinesisSink extends KinesisBean implements AsyncProcessor, Service {

    private static final String PREPARED = "wallaroo.kinesis.prepared";
    private static final int LONGEST_KEY = 256;

    private final ThreadLocal<PutRecordRequest> given = new ThreadLocal<>();
    private boolean keyOrder = true;
    private long maxRecordSize = 1024 * 1024;
    private PutQueue queue;
    private RecordPutter putter;
    private Thread thread;
    private ServiceStatus status;

    /** Whether the records of one key keep their order, also when some have to be put again. */
    public void setKeyOrder(boolean keyOrder) {
        this.keyOrder = keyOrder;
    }

    /** The largest record that the stream takes, in bytes: data and key. */
    public void setMaxRecordSize(long maxRecordSize) {
        this.maxRecordSize = maxRecordSize;
    }

    @Override
    KinesisClient ownClient() {
        return new TakingClient();
    }

    /** Takes the record and does not wait. */
    private final class TakingClient implements KinesisClient {

        @Override
        public PutRecordResponse putRecord(PutRecordRequest request) {
            given.set(request);
            return PutRecordResponse.builder().build();
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

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            if (exchange.getProperty(PREPARED) == null) {
                prepare(exchange.getMessage());
                exchange.setProperty(PREPARED, true);
                callback.done(true);
                return true;
            }
            put(exchange, callback);
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void prepare(Message message) {
        byte[] data = BodyBytes.of(message.getBody(), getCamelContext());
        String key = message.getHeader(WallarooConstants.KEY, "", String.class);
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "the message has a key of " + key.length() + " characters; expected 1 to "
                            + LONGEST_KEY + ", or parameter key for messages without one");
        }
        long size = PendingRecord.size(key, data.length);
        if (size > maxRecordSize) {
            throw new IllegalArgumentException(
                    "the message is a record of " + size + " bytes with its key, and Kinesis takes "
                            + maxRecordSize + "; see maxRecordSize and the stream's own limit");
        }
        message.setBody(data);
        message.setHeader(Kinesis2Constants.PARTITION_KEY, key);
        message.removeHeader(Kinesis2Constants.SEQUENCE_NUMBER);
    }

    private void put(Exchange exchange, AsyncCallback callback) {
        PutRecordRequest request = given.get();
        given.remove();
        if (request == null) {
            throw new IllegalStateException(
                    "there is nothing to be put; this step belongs right behind aws2-kinesis: with"
                            + " this bean as amazonKinesisClient, and the connector's name as applicationName");
        }
        synchronized (this) {
            if (queue == null) {
                throw new IllegalStateException("the connector is being stopped");
            }
            SdkBytes data = request.data();
            queue.add(new PendingRecord(request.partitionKey(), data, exchange, callback));
        }
    }

    /** The route starts: looks for the stream, so that it is known before the first message whether it can be used. */
    @Override
    public synchronized void start() {
        if (queue == null) {
            queue = new PutQueue(keyOrder ? 1 : PutQueue.MOST_RECORDS);
            status = new ServiceStatus(getCamelContext(), connector(), service());
            putter = new RecordPutter(stream(), queue, this::aws, status,
                    failure -> AwsTrouble.text(failure, account(), "stream", stream()));
            thread = getCamelContext().getExecutorServiceManager().newThread("Kinesis " + connector(), putter);
            thread.start();
        }
    }

    /** The route stops: nothing is put any more, and exchanges that wait fail. */
    @Override
    public void stop() {
        PutQueue last;
        synchronized (this) {
            if (queue == null) {
                return;
            }
            last = queue;
            queue = null;
            putter.close();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        status.close();
        last.drain()
                .forEach(each -> each.failed(
                        new IllegalStateException("the connector was stopped before " + service() + " had it")));
    }

    @Override
    public synchronized void close() {
        stop();
        super.close();
    }

    @Override
    public CompletableFuture<Exchange> processAsync(Exchange exchange) {
        AsyncCallbackToCompletableFutureAdapter<Exchange> callback = new AsyncCallbackToCompletableFutureAdapter<>(
                exchange);
        process(exchange, callback);
        return callback.getFuture();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            processAsync(exchange).get();
        } catch (ExecutionException e) {
            throw new InvocationTargetException(e.getCause());
        }
    }
}
