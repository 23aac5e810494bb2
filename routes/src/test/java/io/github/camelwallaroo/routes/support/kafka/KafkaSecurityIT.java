package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;

/** TLS, logins and permissions of a real broker: what works, and what is said once, and mended without a restart, when not. */
@Timeout(300)
class KafkaSecurityIT {

    private static final int RECORDS = 100;

    private static KafkaBroker broker;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    @TempDir
    private Path folder;

    private KafkaTopics topics;
    private KafkaPipeline pipeline;

    @BeforeAll
    static void startBroker() throws Exception {
        assumeTrue(System.getProperty(KafkaBroker.EXISTING) == null,
                "whom somebody else's broker lets in is not known here");
        broker = KafkaBroker.startSecured();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        topics = new KafkaTopics(broker.bootstrapServers(), Map.of());
        topics.create("in");
        topics.create("out");
        topics.send("in", RECORDS);
        pipeline = new KafkaPipeline(topics, folder);
    }

    @AfterEach
    void stop() {
        pipeline.close();
        topics.close();
    }

    @Test
    void shouldCarryRecordsOverTlsForAUserWithAPassword() throws Exception {
        permitAll(KafkaBroker.PLAIN_USER);

        connect(login("PLAIN", KafkaBroker.PLAIN_USER, KafkaBroker.PLAIN_PASSWORD));

        awaitCarried();
        assertThat(BrokerLines.warnings(log)).isEmpty();
        assertThat(log.lines()).noneMatch(line -> line.contains(KafkaBroker.PLAIN_PASSWORD));
    }

    @Test
    void shouldCarryRecordsOverTlsForACertificate() throws Exception {
        permitAll(KafkaBroker.CLIENT_NAME);

        connect(Map.of("bootstrap_brokers", broker.tlsServers(), "securityProtocol", "SSL", "sslTruststoreLocation",
                broker.trustPem().toString(), "sslKeystoreLocation", broker.clientStore().toString(),
                "sslKeystorePassword", KafkaBroker.STORE_PASSWORD));

        awaitCarried();
        assertThat(BrokerLines.warnings(log)).isEmpty();
    }

    @Test
    void shouldSayThatThePasswordIsWrongAndGoOnWhenItIsRight() throws Exception {
        String user = topics.name("user");
        permitAll(user);
        scramUser(user, "old");

        connect(login("SCRAM-SHA-512", user, "new"));

        pipeline.awaitDown(KafkaPipeline.FEED, "saslPassword");
        pipeline.awaitDown(KafkaPipeline.ALERTS, "saslPassword");
        scramUser(user, "new");
        awaitCarried();
        eachSaidOnly("saslPassword");
    }

    @Test
    void shouldSayWhichTopicIsNotPermittedAndGoOnWhenItIs() throws Exception {
        permit(KafkaBroker.PLAIN_USER, ResourceType.GROUP, "group", AclOperation.READ);
        permit(KafkaBroker.PLAIN_USER, ResourceType.TOPIC, "out", AclOperation.DESCRIBE);
        permit(KafkaBroker.PLAIN_USER, ResourceType.TOPIC, "in", AclOperation.DESCRIBE);

        connect(login("PLAIN", KafkaBroker.PLAIN_USER, KafkaBroker.PLAIN_PASSWORD));

        pipeline.awaitDown(KafkaPipeline.FEED, "no permission", topics.name("in"));
        pipeline.awaitDown(KafkaPipeline.ALERTS, "no permission", topics.name("out"));
        permitAll(KafkaBroker.PLAIN_USER);
        awaitCarried();
        eachSaidOnly("no permission");
    }

    @Test
    void shouldSayThatTheGroupIsNotPermittedAndGoOnWhenItIs() throws Exception {
        permit(KafkaBroker.PLAIN_USER, ResourceType.TOPIC, "in", AclOperation.READ);
        permit(KafkaBroker.PLAIN_USER, ResourceType.TOPIC, "out", AclOperation.WRITE);

        connect(login("PLAIN", KafkaBroker.PLAIN_USER, KafkaBroker.PLAIN_PASSWORD));

        pipeline.awaitDown(KafkaPipeline.FEED, "no permission", "consumer_group");
        permitAll(KafkaBroker.PLAIN_USER);
        awaitCarried();
        BrokerLines.assertOneReason(log, "feed:", "consumer_group");
        assertThat(BrokerLines.warnings(log)).noneMatch(line -> line.startsWith("WARN alerts:"));
    }

    /** What it holds when the permission goes is not lost, and what comes later waits. */
    @Test
    void shouldLoseNothingWhenAPermissionIsTakenAwayAndGivenBack() throws Exception {
        permitAll(KafkaBroker.PLAIN_USER);
        connect(login("PLAIN", KafkaBroker.PLAIN_USER, KafkaBroker.PLAIN_PASSWORD));
        awaitCarried();

        forbidWriting();
        topics.send("in", RECORDS);
        pipeline.awaitDown(KafkaPipeline.ALERTS, "no permission", topics.name("out"));
        topics.send("in", RECORDS);
        permitAll(KafkaBroker.PLAIN_USER);

        // What was refused is sent again, and may take with it what was not.
        await().atMost(KafkaPipeline.PATIENCE)
                .until(() -> topics.read("out")
                        .stream()
                        .map(each -> KafkaTopics.number(each.value()))
                        .distinct()
                        .count() == topics.sent());
        pipeline.awaitUp(KafkaPipeline.ALERTS);
        BrokerLines.assertOneReason(log, "alerts: Kafka at ", "no permission on '" + topics.name("out") + "'");
    }

    @Test
    void shouldSayThatSomethingElseIsSpokenThere() throws Exception {
        connect(Map.of("bootstrap_brokers", broker.tlsServers()));

        pipeline.awaitDown(KafkaPipeline.FEED, broker.tlsServers(), "securityProtocol");
        pipeline.awaitDown(KafkaPipeline.ALERTS, broker.tlsServers(), "securityProtocol");
        eachSaidOnly("no answer from " + broker.tlsServers());
    }

    @Test
    void shouldSayThatTheCertificateIsNotTrustedAndGoOnWhenTheStoreIsTheRightOne() throws Exception {
        permitAll(KafkaBroker.PLAIN_USER);
        Path trusted = Files.copy(broker.clientStore(), folder.resolve("trusted.p12"));
        Map<String, String> login = login("PLAIN", KafkaBroker.PLAIN_USER, KafkaBroker.PLAIN_PASSWORD);
        login.put("sslTruststoreLocation", trusted.toString());

        connect(login);

        pipeline.awaitDown(KafkaPipeline.FEED, "sslTruststoreLocation");
        pipeline.awaitDown(KafkaPipeline.ALERTS, "sslTruststoreLocation");
        // At once: half a file would be another reason.
        Files.move(Files.copy(broker.trustStore(), folder.resolve("right.p12")), trusted,
                StandardCopyOption.ATOMIC_MOVE);
        awaitCarried();
        eachSaidOnly("TLS failed");
    }

    @Test
    void shouldSayWhichParametersDoNotGoTogether() throws Exception {
        connect(Map.of("bootstrap_brokers", broker.tlsServers(), "saslUsername", "ann", "saslPassword", "p"));

        pipeline.awaitDown(KafkaPipeline.FEED, "saslUsername", "securityProtocol is PLAINTEXT");
        pipeline.awaitDown(KafkaPipeline.ALERTS, "saslUsername", "securityProtocol is PLAINTEXT");
        eachSaidOnly("securityProtocol is PLAINTEXT");
    }

    private void connect(Map<String, String> access) throws Exception {
        pipeline.sink(access);
        pipeline.source(access);
    }

    private Map<String, String> login(String mechanism, String user, String password) {
        return new HashMap<>(Map.of("bootstrap_brokers", broker.secureServers(), "securityProtocol", "SASL_SSL",
                "saslMechanism", mechanism, "saslUsername", user, "saslPassword", password, "sslTruststoreLocation",
                broker.trustStore().toString(), "sslTruststorePassword", KafkaBroker.STORE_PASSWORD));
    }

    private void scramUser(String user, String password) throws Exception {
        topics.admin()
                .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all()
                .get();
    }

    private void permitAll(String user) throws Exception {
        permit(user, ResourceType.GROUP, "group", AclOperation.READ);
        permit(user, ResourceType.TOPIC, "in", AclOperation.READ);
        permit(user, ResourceType.TOPIC, "out", AclOperation.WRITE);
    }

    private void permit(String user, ResourceType type, String name, AclOperation operation) throws Exception {
        AclBinding permission = permission(user, type, name, operation);
        topics.admin().createAcls(List.of(permission)).all().get();
        await().atMost(KafkaPipeline.PATIENCE).until(() -> isKnown(permission));
    }

    private void forbidWriting() throws Exception {
        AclBinding write = permission(KafkaBroker.PLAIN_USER, ResourceType.TOPIC, "out", AclOperation.WRITE);
        topics.admin().deleteAcls(List.of(write.toFilter())).all().get();
        await().atMost(KafkaPipeline.PATIENCE).until(() -> !isKnown(write));
    }

    /** The controller has it at once, the broker a moment later. */
    private boolean isKnown(AclBinding permission) throws Exception {
        return !topics.admin().describeAcls(permission.toFilter()).values().get().isEmpty();
    }

    private AclBinding permission(String user, ResourceType type, String name, AclOperation operation) {
        return new AclBinding(new ResourcePattern(type, topics.name(name), PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private void awaitCarried() {
        await().atMost(KafkaPipeline.PATIENCE)
                .untilAsserted(() -> assertThat(topics.read("out")).extracting(each -> KafkaTopics.number(each.value()))
                        .hasSize(topics.sent())
                        .doesNotHaveDuplicates());
    }

    private void eachSaidOnly(String reason) {
        BrokerLines.assertOneReason(log, "feed:", reason);
        BrokerLines.assertOneReason(log, "alerts:", reason);
    }
}
