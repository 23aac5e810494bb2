package io.github.camelwallaroo.routes.support.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

import io.github.camelwallaroo.routes.support.aws.AwsAccount;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The {@code amazonS3Client} of the {@code aws2-s3:} endpoint. It takes what the endpoint wants to put, with all that the
 * endpoint's options say about it, and does not wait: the {@link S3Bucket} behind the endpoint puts it, alone or with many
 * others, and completes the exchange. The endpoint's question whether the bucket is there is not passed on either, so that a
 * route starts before its S3 does.
 *
 * <p>
 * Camel gives a client that stands alone in the registry to every {@code aws2-s3:} endpoint; for those of other routes this is
 * a client of our account, as any other. Thread-safe.
 */
public class S3Requests extends DelegatingS3Client {

    private final Account account;
    private S3Bucket bucket;

    /** For the YAML files. */
    public S3Requests() {
        this(new Account());
    }

    private S3Requests(Account account) {
        super(lazily(account));
        this.account = account;
    }

    /** Who puts what this takes. */
    public void setBucket(S3Bucket bucket) {
        this.bucket = bucket;
        account.of = bucket.account();
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        if (!bucket.wants(request)) {
            return super.putObject(request, body);
        }
        try (InputStream bytes = body.contentStreamProvider().newStream()) {
            bucket.take(request, bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the body cannot be read", e);
        }
        return PutObjectResponse.builder().build();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return bucket.isCalled(request.bucket()) ? HeadBucketResponse.builder().build() : super.headBucket(request);
    }

    @Override
    public void close() {
        account.close();
    }

    /** Most routes never need it. */
    private static S3Client lazily(Account account) {
        return (S3Client) Proxy.newProxyInstance(S3Client.class.getClassLoader(), new Class<?>[]{S3Client.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(account.get(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A client that is made when it is wanted first. */
    private static final class Account implements Supplier<S3Client>, AutoCloseable {

        private AwsAccount of;
        private S3Client client;

        @Override
        public synchronized S3Client get() {
            if (client == null) {
                client = S3Store.client(of);
            }
            return client;
        }

        @Override
        public synchronized void close() {
            if (client != null) {
                client.close();
                client = null;
            }
        }
    }
}
