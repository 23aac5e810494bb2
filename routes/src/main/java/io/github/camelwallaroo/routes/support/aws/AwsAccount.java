package io.github.camelwallaroo.routes.support.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * Whose AWS, and where: makes clients of AWS' services as those expect it who know the command line or boto.
 *
 * <p>
 * <b>Credentials</b>: {@code accessKey} and {@code secretKey}, if given; else AWS' default chain, which knows
 * {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_PROFILE}, roles of containers and of machines.
 *
 * <p>
 * <b>Region</b>: {@code region}, if given; else {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, the profile's, and the machine's.
 * With an endpoint, which is where it is, any region will do, and us-east-1 is taken.
 *
 * <p>
 * Set the properties before the first client is made. Thread-safe after that.
 */
public class AwsAccount {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(20);

    private final Map<String, String> environment;
    private String region = "";
    private String endpoint = "";
    private String profile = "";
    private String accessKey = "";
    private String secretKey = "";
    private String sessionToken = "";

    /** For the YAML files. */
    public AwsAccount() {
        this(System.getenv());
    }

    AwsAccount(Map<String, String> environment) {
        this.environment = environment;
    }

    /** As AWS calls it, for example {@code eu-west-1}; empty: as the environment says. */
    public void setRegion(String region) {
        this.region = region.strip();
    }

    /**
     * Another server than AWS', such as {@code http://127.0.0.1:4567}; empty: AWS.
     *
     * @throws IllegalArgumentException if it is no such address
     */
    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint.strip();
        if (!this.endpoint.isEmpty()) {
            address(this.endpoint);
        }
    }

    /** A profile of the files that AWS' command line writes; empty: {@code AWS_PROFILE}, or the one called default. */
    public void setProfile(String profile) {
        this.profile = profile.strip();
    }

    /** Together with {@link #setSecretKey}; null or empty: as the environment says. */
    public void setAccessKey(String accessKey) {
        this.accessKey = given(accessKey);
    }

    /** Never logged. */
    public void setSecretKey(String secretKey) {
        this.secretKey = given(secretKey);
    }

    /** Of temporary credentials; null or empty: they are none. Never logged. */
    public void setSessionToken(String sessionToken) {
        this.sessionToken = given(sessionToken);
    }

    private static String given(String value) {
        return value == null ? "" : value.strip();
    }

    private static URI address(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("endpoint is '" + endpoint
                + "'; expected an address such as http://127.0.0.1:4567, or none for AWS itself");
    }

    /**
     * Makes a client of it, which knows where, who, and how long to wait.
     *
     * @throws IllegalArgumentException if only a part of the credentials is given
     * @throws SdkClientException       if nothing says which region; it may be found later
     */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        builder.credentialsProvider(credentials()).region(resolvedRegion());
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(address(endpoint));
        }
        builder.overrideConfiguration(each -> each.apiCallAttemptTimeout(ATTEMPT));
        return builder.httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ATTEMPT))
                .build();
    }

    private AwsCredentialsProvider credentials() {
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new IllegalArgumentException((accessKey.isEmpty()
                    ? "secret_key is given without access_key"
                    : "access_key is given without secret_key") + "; give both, or none for the environment's");
        }
        if (accessKey.isEmpty()) {
            DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
            return (profile.isEmpty() ? chain : chain.profileName(profile)).build();
        }
        return StaticCredentialsProvider.create(sessionToken.isEmpty()
                ? AwsBasicCredentials.create(accessKey, secretKey)
                : AwsSessionCredentials.create(accessKey, secretKey, sessionToken));
    }

    /** The region that clients get. @throws SdkClientException if nothing says which */
    Region resolvedRegion() {
        if (!region.isEmpty()) {
            return Region.of(region);
        }
        String boto = environment.getOrDefault("AWS_DEFAULT_REGION", "");
        AwsRegionProvider ofProfile = profile.isEmpty()
                ? new AwsProfileRegionProvider()
                : new AwsProfileRegionProvider(null, profile);
        return new AwsRegionProviderChain(new SystemSettingsRegionProvider(),
                () -> boto.isEmpty() ? null : Region.of(boto), ofProfile,
                () -> endpoint.isEmpty() ? null : Region.US_EAST_1, new InstanceProfileRegionProvider()).getRegion();
    }

    /** Where it is, for people: the endpoint, or the region; without secrets. */
    public String place() {
        if (!endpoint.isEmpty()) {
            return endpoint;
        }
        return region.isEmpty() ? "AWS" : "AWS " + region;
    }

    /** Whether it is another server than AWS'. */
    public boolean hasEndpoint() {
        return !endpoint.isEmpty();
    }
}
