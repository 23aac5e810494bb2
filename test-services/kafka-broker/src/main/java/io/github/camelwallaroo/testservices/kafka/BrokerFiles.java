package io.github.camelwallaroo.testservices.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelwallaroo.testservices.faults.ProcessFolder;

/** What is in a broker's folder: its configuration and its data. */
record BrokerFiles(ProcessFolder folder) {

    Path properties() {
        return folder.resolve("server.properties");
    }

    Path data() {
        return folder.resolve("data");
    }

    /** One node that is broker and controller, on loopback, with as little as possible of everything. */
    void configure(int port, int saslPort, int controllerPort) throws IOException {
        Files.writeString(properties(),
                """
                        process.roles=broker,controller
                        node.id=1
                        controller.quorum.voters=1@127.0.0.1:%2$d
                        listeners=PLAINTEXT://127.0.0.1:%1$d,LOGIN://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%2$d
                        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,LOGIN://127.0.0.1:%4$d
                        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,LOGIN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                        inter.broker.listener.name=PLAINTEXT
                        sasl.enabled.mechanisms=SCRAM-SHA-256
                        listener.name.login.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                        controller.listener.names=CONTROLLER
                        log.dirs=%3$s
                        auto.create.topics.enable=false
                        group.initial.rebalance.delay.ms=0
                        group.min.session.timeout.ms=1000
                        offsets.topic.num.partitions=1
                        offsets.topic.replication.factor=1
                        transaction.state.log.num.partitions=1
                        transaction.state.log.replication.factor=1
                        transaction.state.log.min.isr=1
                        share.coordinator.state.topic.num.partitions=1
                        share.coordinator.state.topic.replication.factor=1
                        share.coordinator.state.topic.min.isr=1
                        broker.heartbeat.interval.ms=500
                        broker.session.timeout.ms=3000
                        log.cleaner.dedupe.buffer.size=4194304
                        """
                        .formatted(port, controllerPort, data(), saslPort));
    }

    /** As {@link #configure}, and besides: TLS with certificates on both sides, TLS with a login, and nobody may do anything. */
    void secure(int tlsPort, int loginPort, BrokerStores stores) throws IOException {
        String settings = Files.readString(properties())
                .replaceAll("(listeners=PLAINTEXT.*)",
                        "$1,TLS://127.0.0.1:" + tlsPort + ",SECURE://127.0.0.1:" + loginPort)
                .replaceAll("(protocol.map=.*)", "$1,TLS:SSL,SECURE:SASL_SSL");
        Files.writeString(properties(),
                settings + """
                        ssl.keystore.type=PKCS12
                        ssl.keystore.location=%1$s
                        ssl.keystore.password=%4$s
                        ssl.truststore.type=PKCS12
                        ssl.truststore.location=%2$s
                        ssl.truststore.password=%4$s
                        listener.name.tls.ssl.client.auth=required
                        listener.name.secure.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
                        listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%3$s="%5$s";
                        listener.name.secure.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                        super.users=User:ANONYMOUS
                        """
                        .formatted(stores.brokerKeys(), stores.brokerTrust(), KafkaBroker.PLAIN_USER,
                                BrokerStores.PASSWORD,
                                KafkaBroker.PLAIN_PASSWORD));
    }
}
