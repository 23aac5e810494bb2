package io.github.camelwallaroo.testservices.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

class S3ServerIT {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldAnswerLikeS3UntilItIsKilledAndAgainWhenItIsRestarted() throws Exception {
        try (S3Server server = S3Server.start()) {
            assumeTrue(server.isOurs(), "somebody else's S3 is not killed");
            assertThat(listBuckets(server)).contains("<Code>AccessDenied</Code>");
            String before = server.endpoint();

            server.kill();
            assertThatThrownBy(() -> listBuckets(server)).isInstanceOf(IOException.class);
            server.restart();

            assertThat(server.endpoint()).isEqualTo(before);
            assertThat(listBuckets(server)).contains("<Code>AccessDenied</Code>");
        }
    }

    /** Without a signature. */
    private String listBuckets(S3Server server) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.endpoint() + "/")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
