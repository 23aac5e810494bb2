package io.github.camelwallaroo.routes.support.s3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.aws.AwsAccount;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Puts what the {@code aws2-s3:} endpoint before it wants to put, many objects at a time, or many messages in one object, and
 * waits for S3 however long it is away:
 *
 * <pre>{@code
 * .process("names")                                    // S3ObjectNames
 * .to("aws2-s3:readings?amazonS3Client=#requests")     // S3Requests, which takes what is to be put
 * .process("bucket")                                   // this, which puts it
 * }</pre>
 *
 * <p>
 * An exchange is done when S3 has its message. Those of one object are done together, the first one last: a consumer that notes
 * how far it is without a gap, as a resilient {@code wallaroo:} does, then stands between two objects and never within one.
 * Objects of one name, and those of one stream, are written in the order of their messages. No more than 32 MiB wait here, or
 * one message; whoever brings more is held. Any number of threads.
 */
public class S3Bucket extends AsyncProcessorSupport implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(S3Bucket.class);

    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final int MOST_MESSAGES = 8_000;
    private static final long LONGEST_TICK_MILLIS = 200;

    private record Taken(PutObjectRequest request, byte[] bytes) {}

    private final ThreadLocal<Taken> taken = new ThreadLocal<>();
    private final Semaphore room = new Semaphore(MOST_BYTES);
    /** Guarded by itself. */
    private final Set<ObjectPart> waiting = new HashSet<>();
    private CamelContext camelContext;
    private String connector = "";
    private AwsAccount account;
    private String bucket = "";
    private String prefix = "";
    private boolean createBucket;
    private int batchMessages = 1;
    private long batchBytes = 4L * 1024 * 1024;
    private boolean batchPerCheckpoint;
    private long linger = 10_000;
    private int maxInFlight = Integer.MAX_VALUE;
    private int connections = 8;
    private long probeInterval = 60;

    private ServiceStatus status;
    private S3Store store;
    private ObjectWriter writer;
    private ObjectBatches batches;
    private Lanes lanes;
    private ScheduledExecutorService clock;
    private ExecutorService watch;
    private volatile boolean stopped = true;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The connector's name. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Whose S3, and where. */
    public void setAccount(AwsAccount account) {
        this.account = account;
    }

    AwsAccount account() {
        return account;
    }

    /** The bucket's name. */
    public void setBucket(String bucket) {
        this.bucket = bucket;
    }

    /** What the objects' names begin with: where it is looked whether the bucket can be used. */
    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    /** Whether a bucket that is missing is made: private, as AWS makes them. */
    public void setCreateBucket(boolean createBucket) {
        this.createBucket = createBucket;
    }

    /** 1: each message is an object; more: an object ends after so many. */
    public void setBatchMessages(int batchMessages) {
        this.batchMessages = batchMessages;
    }

    /** An object of many messages ends before it is larger, in bytes. */
    public void setBatchBytes(long batchBytes) {
        this.batchBytes = batchBytes;
    }

    /** Whether an object of many messages ends where a checkpoint of the worker does. */
    public void setBatchPerCheckpoint(boolean batchPerCheckpoint) {
        this.batchPerCheckpoint = batchPerCheckpoint;
    }

    /** How long an object of many messages waits for more, in ms. */
    public void setLinger(long linger) {
        this.linger = linger;
    }

    /** As the consumer has it: the most messages of one stream that can come before the first of them is done. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** How many objects are written at a time. */
    public void setConnections(int connections) {
        this.connections = connections;
    }

    /** How often it is looked whether the bucket can be used, in seconds; 0 = at the start only. */
    public void setProbeInterval(long probeInterval) {
        this.probeInterval = probeInterval;
    }

    boolean isCalled(String name) {
        return bucket.equals(name);
    }

    /** Whether a request is of a message that comes here next. */
    boolean wants(PutObjectRequest request) {
        return isCalled(request.bucket())
                && S3ObjectNames.ascii(connector).equals(request.metadata().get(S3ObjectNames.CONNECTOR));
    }

    /** Called by the endpoint's client, in the thread that brings the exchange here. */
    void take(PutObjectRequest request, byte[] bytes) {
        taken.set(new Taken(request, bytes));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Taken own = taken.get();
        taken.remove();
        try {
            if (own == null) {
                throw new IllegalStateException("there is nothing to be put; this step belongs right behind aws2-s3:"
                        + " with a client that takes requests for it, and that behind the step that names objects");
            }
            waitForRoom(own.bytes().length);
            ObjectPart part = new ObjectPart(own.request(), own.bytes(), exchange, callback);
            synchronized (waiting) {
                if (stopped) {
                    throw new IllegalStateException("the connector is being stopped");
                }
                waiting.add(part);
            }
            accept(part);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void waitForRoom(int bytes) throws InterruptedException {
        int wanted = Math.min(bytes, MOST_BYTES);
        if (!room.tryAcquire(wanted)) {
            if (batches != null) {
                batches.endIdle(true);
            }
            room.acquire(wanted);
        }
    }

    private void accept(ObjectPart part) {
        if (batches != null) {
            batches.add(part);
        } else {
            lanes.run(part.request().key(), () -> write(List.of(part)));
        }
    }

    private void write(List<ObjectPart> parts) {
        Exception failure = null;
        try {
            if (batches != null) {
                writer.write(parts);
            } else {
                writer.write(parts.get(0));
            }
        } catch (InterruptedException e) {
            // Stopped: they are told so there.
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            failure = e;
        }
        complete(parts, failure);
    }

    /** All of them, or none if the connector was stopped meanwhile. */
    private void complete(List<ObjectPart> parts, Exception failure) {
        synchronized (waiting) {
            if (stopped) {
                return;
            }
            waiting.removeAll(Set.copyOf(parts));
        }
        for (int i = parts.size() - 1; i >= 0; i--) {
            finish(parts.get(i), failure);
        }
    }

    private void finish(ObjectPart part, Exception failure) {
        room.release(Math.min(part.bytes().length, MOST_BYTES));
        part.complete(failure);
    }

    @Override
    protected void doStart() {
        if (batchMessages > Math.min(maxInFlight, MOST_MESSAGES)) {
            throw new IllegalArgumentException("batchMessages is " + batchMessages + " and maxInFlight " + maxInFlight
                    + "; expected batchMessages to be neither greater than maxInFlight nor than " + MOST_MESSAGES
                    + ", or an object would wait for messages that do not come before it is written");
        }
        ExecutorServiceManager threads = camelContext.getExecutorServiceManager();
        status = new ServiceStatus(camelContext, connector, "S3 bucket " + bucket + " at " + account.place());
        store = new S3Store(account, bucket, prefix, createBucket, status, camelContext::isStopping);
        writer = new ObjectWriter(store, connector);
        complainEarly();
        lanes = new Lanes(connections, () -> threads.newSingleThreadExecutor(this, "S3 " + connector));
        if (batchMessages > 1) {
            batches = new ObjectBatches(new ObjectBatch.Limits(batchMessages, batchBytes, batchPerCheckpoint),
                    TimeUnit.MILLISECONDS.toNanos(linger), System::nanoTime,
                    batch -> lanes.run(batch.stream(), () -> write(batch.parts())));
            long tick = Math.max(1, Math.min(LONGEST_TICK_MILLIS, linger / 4));
            clock = threads.newSingleThreadScheduledExecutor(this, "S3 linger " + connector);
            clock.scheduleWithFixedDelay(() -> batches.endIdle(camelContext.isStopping()), tick, tick,
                    TimeUnit.MILLISECONDS);
        }
        stopped = false;
        watch = threads.newSingleThreadExecutor(this, "S3 watch " + connector);
        watch.execute(this::watch);
    }

    /** What nobody can mend while the route runs. */
    private void complainEarly() {
        try {
            store.client();
        } catch (SdkException e) {
            LOG.debug("{}: no client of S3 yet; the watch says why", connector, e);
        } catch (IllegalArgumentException e) {
            status.close();
            throw e;
        }
    }

    private void watch() {
        try {
            do {
                store.probe();
                TimeUnit.SECONDS.sleep(probeInterval);
            } while (probeInterval > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            LOG.debug("{}: nobody looks any more", connector, e);
        } catch (RuntimeException e) {
            LOG.warn("{}: nobody looks any more whether bucket {} can be used when nothing is written: {}", connector,
                    bucket, e.toString());
        }
    }

    @Override
    protected void doStop() {
        if (stopped) {
            return;
        }
        List<ObjectPart> left;
        synchronized (waiting) {
            stopped = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
        }
        if (clock != null) {
            clock.shutdownNow();
        }
        watch.shutdownNow();
        lanes.end();
        store.close();
        status.close();
        left.forEach(each -> finish(each,
                new IllegalStateException("the connector was stopped before bucket " + bucket + " had it")));
    }
}
