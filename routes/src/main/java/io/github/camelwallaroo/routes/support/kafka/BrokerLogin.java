package io.github.camelwallaroo.routes.support.kafka;

import java.util.Locale;
import java.util.Properties;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Who a Kafka client says it is, and whose certificates it trusts, where plainer words were used than Kafka's own: a user and
 * a password instead of a line of JAAS, and stores whose names say what they are.
 *
 * @param username empty for none; then the JAAS line, if any, holds
 * @param password its password
 */
record BrokerLogin(String username, String password) {

    static final BrokerLogin NONE = new BrokerLogin("", "");

    /**
     * Completes what a client is made with.
     *
     * @throws ConfigException if what was said does not go together
     */
    void applyTo(Properties client) {
        storeType(client, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG);
        storeType(client, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_TYPE_CONFIG);
        String protocol = client.getProperty(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
        String line = client.getProperty(SaslConfigs.SASL_JAAS_CONFIG, "");
        boolean sasl = protocol.startsWith("SASL_");
        if (username.isEmpty()) {
            expect(password.isEmpty(), "saslPassword is given without saslUsername; expected both or none");
            expect(!sasl || !line.isEmpty() || System.getProperty("java.security.auth.login.config") != null,
                    "securityProtocol is " + protocol + ", but nobody is said to log in; expected saslUsername and"
                            + " saslPassword, or saslJaasConfig");
            return;
        }
        expect(sasl, "saslUsername is given, but securityProtocol is " + protocol
                + ", with which nobody logs in; expected SASL_SSL or SASL_PLAINTEXT");
        expect(line.isEmpty(), "saslUsername and saslJaasConfig both say who logs in; expected one of them");
        client.put(SaslConfigs.SASL_JAAS_CONFIG,
                module(client.getProperty(SaslConfigs.SASL_MECHANISM, "")) + " required"
                        + " username=" + quoted(username) + " password=" + quoted(password) + ";");
    }

    private static String module(String mechanism) {
        if (mechanism.equals("PLAIN")) {
            return PlainLoginModule.class.getName();
        }
        expect(mechanism.startsWith("SCRAM-"), "saslUsername is given, but saslMechanism is " + mechanism
                + "; expected PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, or saslJaasConfig instead of a user");
        return ScramLoginModule.class.getName();
    }

    /** As Kafka's reader of JAAS lines takes it back. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
    }

    /** Kafka takes every store for JKS unless told otherwise, and says of others that they are broken. */
    private static void storeType(Properties client, String location, String type) {
        String name = client.getProperty(location, "").toLowerCase(Locale.ROOT);
        if (!client.getProperty(type, "JKS").equals("JKS")) {
            return;
        }
        if (name.endsWith(".pem") || name.endsWith(".crt")) {
            client.put(type, "PEM");
        } else if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            client.put(type, "PKCS12");
        }
    }

    private static void expect(boolean right, String otherwise) {
        if (!right) {
            throw new ConfigException(otherwise);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BrokerLogin[" + username + "]";
    }
}
