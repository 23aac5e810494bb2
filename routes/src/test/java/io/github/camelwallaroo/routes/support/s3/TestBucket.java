package io.github.camelwallaroo.routes.support.s3;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.camelwallaroo.testservices.s3.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a test's own, as somebody else sees it who looks into it. */
public final class TestBucket implements AutoCloseable {

    private static final Pattern UNFINISHED = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

    private final S3Server server;
    private final S3Client client;
    private final String name = "wallaroo-it-" + Long.toHexString(System.nanoTime());

    private TestBucket(S3Server server) {
        this.server = server;
        S3ClientBuilder builder = S3Client.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .forcePathStyle(true);
        if (server.isOurs()) {
            builder.region(Region.EU_WEST_1)
                    .credentialsProvider(StaticCredentialsProvider
                            .create(AwsBasicCredentials.create(server.accessKey(), server.secretKey())));
        }
        this.client = builder.build();
    }

    public static TestBucket create(S3Server server) {
        TestBucket bucket = planned(server);
        bucket.make();
        return bucket;
    }

    /** It is not there yet. */
    static TestBucket planned(S3Server server) {
        return new TestBucket(server);
    }

    void make() {
        client.createBucket(request -> request.bucket(name));
    }

    String name() {
        return name;
    }

    /** What a sink has to know to write here. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>(Map.of("bucket", name, "endpoint", server.endpoint()));
        if (server.isOurs()) {
            parameters.putAll(Map.of("region", "eu-west-1", "access_key", server.accessKey(), "secret_key",
                    server.secretKey()));
        }
        return parameters;
    }

    /** In the order of their names. */
    List<String> names() {
        return objects().map(S3Object::key).toList();
    }

    /**
     * S3Proxy writes an object under its name with a UUID behind, and lists that as well; when it is killed there, for good. In a
     * bucket that is still to be made there are none.
     */
    private Stream<S3Object> objects() {
        try {
            return client.listObjectsV2Paginator(request -> request.bucket(name))
                    .contents()
                    .stream()
                    .filter(object -> !UNFINISHED.matcher(object.key()).find())
                    .toList()
                    .stream();
        } catch (NoSuchBucketException e) {
            return Stream.empty();
        }
    }

    String content(String object) {
        return client.getObjectAsBytes(request -> request.bucket(name).key(object)).asUtf8String();
    }

    HeadObjectResponse head(String object) {
        return client.headObject(request -> request.bucket(name).key(object));
    }

    /** Lines of all objects, in the order of the objects' names. */
    List<String> lines() {
        return names().stream().flatMap(each -> linesOf(each).stream()).toList();
    }

    /** An emulator may list what it does not give yet. */
    private List<String> linesOf(String object) {
        try {
            return content(object).lines().toList();
        } catch (NoSuchKeyException e) {
            return List.of();
        }
    }

    /** In all objects, counted by their sizes: of {@link NumberFeed}, each with a line feed. */
    int messages() {
        long bytes = objects().mapToLong(S3Object::size).sum();
        int messages = 0;
        while (bytes > 0) {
            bytes -= NumberFeed.number(messages++).length() + 1;
        }
        return messages;
    }

    void put(String object, String content) {
        client.putObject(request -> request.bucket(name).key(object),
                software.amazon.awssdk.core.sync.RequestBody.fromString(content));
    }

    @Override
    public void close() {
        if (!server.isOurs()) {
            names().forEach(each -> client.deleteObject(request -> request.bucket(name).key(each)));
            client.deleteBucket(request -> request.bucket(name));
        }
        client.close();
    }
}
