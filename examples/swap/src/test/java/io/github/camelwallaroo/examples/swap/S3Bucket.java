package io.github.camelwallaroo.examples.swap;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelwallaroo.testservices.s3.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket that gets an object for each result. */
final class S3Bucket implements Drain {

    private final Map<String, String> environment = new HashMap<>();
    private final S3Client client;
    private final String bucket = Names.unique("swap");

    S3Bucket(S3Server server) {
        S3ClientBuilder builder = S3Client.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .forcePathStyle(true);
        environment.putAll(Map.of("S3", server.endpoint(), "RESULTS", bucket));
        if (server.isOurs()) {
            builder.region(Region.EU_WEST_1)
                    .credentialsProvider(StaticCredentialsProvider
                            .create(AwsBasicCredentials.create(server.accessKey(), server.secretKey())));
            environment.putAll(Map.of("AWS_REGION", Region.EU_WEST_1.id(), "AWS_ACCESS_KEY_ID", server.accessKey(),
                    "AWS_SECRET_ACCESS_KEY", server.secretKey()));
        }
        client = builder.build();
        client.createBucket(request -> request.bucket(bucket));
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public List<String> taken() {
        return objects().stream().map(S3Object::key).map(this::content).flatMap(Optional::stream).toList();
    }

    /** An emulator may list an object a moment before it can be read. */
    private Optional<String> content(String key) {
        try {
            return Optional.of(client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private List<S3Object> objects() {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents();
    }

    @Override
    public void close() {
        objects().forEach(each -> client.deleteObject(request -> request.bucket(bucket).key(each.key())));
        client.deleteBucket(request -> request.bucket(bucket));
        client.close();
    }
}
