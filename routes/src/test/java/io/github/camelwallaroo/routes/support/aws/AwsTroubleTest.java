package io.github.camelwallaroo.routes.support.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

class AwsTroubleTest {

    private final AwsAccount account = new AwsAccount();

    @ParameterizedTest
    @CsvSource({"UnrecognizedClientException, access_key", "InvalidSignatureException, secret_key",
            "ExpiredTokenException, session_token", "AccessDeniedException, no permission on stream 'readings'",
            "ResourceNotFoundException, there is no stream 'readings' at AWS eu-west-1",
            "PermanentRedirect, see region",
            "ProvisionedThroughputExceededException, it is asked less often",
            "SomethingNewException, answers 400 SomethingNewException: said"})
    void shouldNameWhatToLookAtWhenAwsRefuses(String code, String expected) {
        account.setRegion("eu-west-1");

        assertThat(text(answer(code))).contains(expected);
    }

    @Test
    void shouldNameTheEndpointWhenNobodyListensThere() {
        account.setEndpoint("http://127.0.0.1:1");

        assertThat(text(client(new ConnectException("Connection refused")))).isEqualTo(
                "nobody listens at http://127.0.0.1:1 (Connection refused); see endpoint, or start it");
        assertThat(text(client(new SocketTimeoutException("Read timed out")))).contains("see endpoint");
        assertThat(text(client(new SSLHandshakeException("no")))).contains("whether endpoint is meant to be https");
    }

    @Test
    void shouldNameTheRegionWhenItsHostIsUnknown() {
        account.setRegion("eu-wets-1");

        assertThat(text(client(new UnknownHostException(
                "kinesis.eu-wets-1.amazonaws.com: Name or service not known"))))
                .isEqualTo("no host kinesis.eu-wets-1.amazonaws.com is known to this system; see region");
    }

    @Test
    void shouldNameTheWaysWhenThereAreNoCredentialsOrNoRegion() {
        assertThat(text(SdkClientException.create("Unable to load credentials from any of the providers in the chain")))
                .contains("access_key", "AWS_ACCESS_KEY_ID", "AWS_PROFILE");
        assertThat(text(SdkClientException.create("Unable to load region from any of the providers in the chain")))
                .contains("region", "AWS_REGION", "AWS_DEFAULT_REGION");
    }

    @Test
    void shouldSayWhatHappenedWhenNobodyKnowsWhatItMeans() {
        assertThat(text(new IllegalStateException("odd"))).isEqualTo("IllegalStateException: odd");
    }

    private String text(Throwable failure) {
        return AwsTrouble.text(failure, account, "stream", "readings");
    }

    private static Throwable client(Throwable cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }

    private static Throwable answer(String code) {
        return KinesisException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("said").build())
                .build();
    }
}
