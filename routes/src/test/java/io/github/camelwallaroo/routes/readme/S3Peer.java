package io.github.camelwallaroo.routes.readme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import io.github.camelwallaroo.testservices.s3.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Somebody who looks into a bucket. */
final class S3Peer implements Peer {

    /** S3Proxy writes an object under its name with a UUID behind, and lists that as well. */
    private static final Pattern UNFINISHED = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

    private final S3Server server;
    private final S3Client client;
    private final String bucket = "my-readings-" + UUID.randomUUID();

    S3Peer(S3Server server) {
        this.server = server;
        this.client = S3Client.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider
                        .create(AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build();
    }

    @Override
    public Map<String, String> prepare(Path folder) {
        client.createBucket(request -> request.bucket(bucket));
        return Map.of("my-readings", bucket, "eu-west-1",
                "eu-west-1 --fahrenheit_conversion-endpoint " + server.endpoint());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", server.accessKey(), "AWS_SECRET_ACCESS_KEY", server.secretKey());
    }

    @Override
    public String taken() {
        List<S3Object> objects = client.listObjectsV2(request -> request.bucket(bucket))
                .contents()
                .stream()
                .filter(object -> !UNFINISHED.matcher(object.key()).find())
                .toList();
        if (objects.isEmpty()) {
            return null;
        }
        try {
            return client.getObjectAsBytes(request -> request.bucket(bucket).key(objects.get(0).key()))
                    .asUtf8String();
        } catch (NoSuchKeyException e) {
            // The emulator lists it a moment before it can be read.
            return null;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
