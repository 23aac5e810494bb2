package io.github.camelwallaroo.routes.support.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisServiceClientConfiguration;

class AwsAccountTest {

    private final AwsAccount account = new AwsAccount(Map.of("AWS_DEFAULT_REGION", "eu-north-1"));

    @Test
    void shouldTakeBotosVariableWhenNothingElseSaysTheRegion() {
        assertThat(account.resolvedRegion()).isEqualTo(Region.EU_NORTH_1);
    }

    @Test
    void shouldTakeTheParameterWhenBotosVariableSaysAnotherRegion() {
        account.setRegion("eu-west-1");

        assertThat(account.resolvedRegion()).isEqualTo(Region.EU_WEST_1);
    }

    @Test
    void shouldTakeTheSdksPropertyWhenBotosVariableSaysAnotherRegion() {
        System.setProperty("aws.region", "ap-south-1");
        try {
            assertThat(account.resolvedRegion()).isEqualTo(Region.AP_SOUTH_1);
        } finally {
            System.clearProperty("aws.region");
        }
    }

    @Test
    void shouldTakeAnyRegionWhenTheEndpointSaysWhereItIs() {
        AwsAccount local = new AwsAccount(Map.of());
        local.setEndpoint("http://127.0.0.1:4567");

        assertThat(local.resolvedRegion()).isEqualTo(Region.US_EAST_1);
        assertThat(local.place()).isEqualTo("http://127.0.0.1:4567");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4567", "localhost", "ftp://host", "http://", "http://a b"})
    void shouldSayWhatIsExpectedWhenTheEndpointIsNoAddress(String endpoint) {
        assertThatThrownBy(() -> account.setEndpoint(endpoint)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint is '" + endpoint
                        + "'; expected an address such as http://127.0.0.1:4567, or none for AWS itself");
    }

    @Test
    void shouldUseTheKeysThatAreGiven() {
        account.setAccessKey("AKIDEXAMPLE");
        account.setSecretKey("secret");

        assertThat(credentials()).satisfies(keys -> {
            assertThat(keys.accessKeyId()).isEqualTo("AKIDEXAMPLE");
            assertThat(keys.secretAccessKey()).isEqualTo("secret");
            assertThat(keys).isNotInstanceOf(AwsSessionCredentialsIdentity.class);
        });
    }

    @Test
    void shouldUseTheTokenWhenOneIsGiven() {
        account.setAccessKey("AKIDEXAMPLE");
        account.setSecretKey("secret");
        account.setSessionToken("token");

        assertThat(credentials()).isInstanceOfSatisfying(AwsSessionCredentialsIdentity.class,
                keys -> assertThat(keys.sessionToken()).isEqualTo("token"));
    }

    @Test
    void shouldNameTheMissingOneWhenOnlyHalfOfTheKeysIsGiven() {
        account.setAccessKey("AKIDEXAMPLE");

        assertThatThrownBy(this::credentials).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "access_key is given without secret_key; give both, or none for the environment's");
    }

    @Test
    void shouldGiveTheClientItsEndpoint() {
        account.setEndpoint("http://127.0.0.1:4567");
        account.setAccessKey("a");
        account.setSecretKey("s");

        try (KinesisClient client = account.client(KinesisClient.builder())) {
            assertThat(client.serviceClientConfiguration().endpointOverride())
                    .hasValueSatisfying(uri -> assertThat(uri).hasToString("http://127.0.0.1:4567"));
        }
    }

    private AwsCredentialsIdentity credentials() {
        try (AwsClient client = account.client(KinesisClient.builder())) {
            return ((KinesisServiceClientConfiguration) client.serviceClientConfiguration()).credentialsProvider()
                    .resolveIdentity()
                    .join();
        }
    }
}
