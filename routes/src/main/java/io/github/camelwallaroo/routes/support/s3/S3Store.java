package io.github.camelwallaroo.routes.support.s3;

import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.aws.AwsAccount;
import io.github.camelwallaroo.routes.support.aws.AwsTrouble;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A bucket that is waited for: each call goes on until S3 has answered it, however long that takes, and says meanwhile what is
 * wrong. Only what is wrong with an object itself comes back, and, as an {@link IllegalStateException}, that nobody waits any
 * more. Thread-safe.
 */
final class S3Store implements AutoCloseable {

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int PRECONDITION_FAILED = 412;
    private static final Set<String> OF_THE_OBJECT = Set.of("KeyTooLongError", "EntityTooLarge", "MetadataTooLarge",
            "InvalidURI");
    private static final Set<String> MAY_NOT_LIST = Set.of("AccessDenied", "AllAccessDisabled");

    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);

    private final AwsAccount account;
    private final String bucket;
    private final String prefix;
    private final boolean create;
    private final ServiceStatus status;
    private final BooleanSupplier stopping;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Threads that wait for S3: it can be used when none does. Guarded by itself. */
    private final Set<Thread> failing = new HashSet<>();
    private S3Client client;

    /** What one asks S3. */
    @FunctionalInterface
    private interface Call<T> {
        T of(S3Client client);
    }

    /**
     * @param create   whether a bucket that is missing is made
     * @param stopping whether S3 is not worth waiting for any more
     */
    S3Store(AwsAccount account, String bucket, String prefix, boolean create, ServiceStatus status,
            BooleanSupplier stopping) {
        this.account = account;
        this.bucket = bucket;
        this.prefix = prefix;
        this.create = create;
        this.status = status;
        this.stopping = stopping;
    }

    /** @throws IllegalArgumentException if the account's settings contradict each other */
    static S3Client client(AwsAccount account) {
        S3ClientBuilder builder = S3Client.builder();
        if (account.hasEndpoint()) {
            // Other servers than AWS' have no host name for each bucket.
            builder.forcePathStyle(true);
        }
        return account.client(builder);
    }

    /** @throws IllegalArgumentException if the account's settings contradict each other */
    synchronized S3Client client() {
        if (client == null) {
            client = client(account);
        }
        return client;
    }

    /**
     * Puts an object: all of it or, before this returns, nothing.
     *
     * @return                      false if the request says not to write over an object, and there is one
     * @throws AwsServiceException  if S3 will never take it
     * @throws InterruptedException when this is closed
     */
    boolean put(PutObjectRequest request, byte[] content) throws InterruptedException {
        try {
            patiently(s3 -> s3.putObject(request,
                    RequestBody.fromContentProvider(() -> new ByteArrayInputStream(content), content.length,
                            request.contentType())));
            return true;
        } catch (AwsServiceException e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    /** An object's metadata; empty if there is no such object. @throws InterruptedException when this is closed */
    Optional<Map<String, String>> metadata(String name) throws InterruptedException {
        return patiently(s3 -> {
            try {
                return Optional.of(s3.headObject(request -> request.bucket(bucket).key(name)).metadata());
            } catch (AwsServiceException e) {
                if (e.statusCode() == 404) {
                    return Optional.<Map<String, String>>empty();
                }
                if (e.statusCode() == 403) {
                    throw new NotReadableException(e);
                }
                throw e;
            }
        });
    }

    /** Finds out whether the bucket can be used; makes it, if that is asked for. @throws InterruptedException when closed */
    void probe() throws InterruptedException {
        patiently(s3 -> {
            try {
                return s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix).maxKeys(1));
            } catch (AwsServiceException e) {
                if (MAY_NOT_LIST.contains(code(e))) {
                    LOG.debug("bucket {} may not be listed; that is no trouble", bucket, e);
                    return null;
                }
                throw e;
            }
        });
    }

    /** Something stands in the way that somebody has to remove. @throws InterruptedException when this is closed */
    void complain(String why) throws InterruptedException {
        failed(why);
        pause(LONGEST_PAUSE_MILLIS);
        succeeded();
    }

    private <T> T patiently(Call<T> call) throws InterruptedException {
        try {
            for (long millis = FIRST_PAUSE_MILLIS;; millis = Math.min(2 * millis, LONGEST_PAUSE_MILLIS)) {
                try {
                    T result = call.of(client());
                    succeeded();
                    return result;
                } catch (AwsServiceException e) {
                    if (e.statusCode() == PRECONDITION_FAILED || OF_THE_OBJECT.contains(code(e))) {
                        succeeded();
                        throw e;
                    }
                    if (!isMade(e)) {
                        failed(AwsTrouble.text(e, account, "bucket", bucket));
                    }
                } catch (NotReadableException e) {
                    failed(e.getMessage());
                } catch (SdkException | IllegalArgumentException e) {
                    failed(AwsTrouble.text(e, account, "bucket", bucket));
                }
                pause(millis);
            }
        } finally {
            synchronized (failing) {
                failing.remove(Thread.currentThread());
            }
        }
    }

    private boolean isMade(AwsServiceException failure) {
        if (!create || !code(failure).equals("NoSuchBucket")) {
            return false;
        }
        try {
            client().createBucket(request -> request.bucket(bucket));
            LOG.info("made bucket {} at {}", bucket, account.place());
            return true;
        } catch (SdkException e) {
            failed("it is not there and cannot be made: " + AwsTrouble.text(e, account, "bucket", bucket));
            return true;
        }
    }

    private static String code(AwsServiceException failure) {
        String code = failure.awsErrorDetails() == null ? null : failure.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    private void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            if (stopping.getAsBoolean()) {
                throw new IllegalStateException("the connector is being stopped, and bucket " + bucket
                        + " cannot be used");
            }
            if (closed.await(Math.min(left, FIRST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("closed");
            }
        }
    }

    private void succeeded() {
        synchronized (failing) {
            failing.remove(Thread.currentThread());
            if (failing.isEmpty()) {
                status.up();
            }
        }
    }

    private void failed(String why) {
        synchronized (failing) {
            failing.add(Thread.currentThread());
            if (closed.getCount() > 0) {
                status.down(why);
            }
        }
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        closed.countDown();
        synchronized (this) {
            if (client != null) {
                client.close();
                client = null;
            }
        }
    }

    /** S3 does not say whether an object is there that one may not read. */
    private static final class NotReadableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotReadableException(AwsServiceException cause) {
            super("what an object already holds may not be asked (" + cause.statusCode()
                    + "); permit s3:GetObject for the bucket, which is needed after a crash", cause);
        }
    }
}
