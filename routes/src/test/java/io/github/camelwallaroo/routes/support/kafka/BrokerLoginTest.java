package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerLoginTest {

    private final Properties client = new Properties();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "p+w%d;&=", "\"quoted\"", "back\\slash\\n", "two\nlines", "{{x}} #bean:y"})
    void shouldLogInWithExactlyTheUserAndThePasswordThatWereGiven(String password) {
        client.put("security.protocol", "SASL_SSL");
        client.put("sasl.mechanism", "SCRAM-SHA-512");

        new BrokerLogin("ann", password).applyTo(client);

        assertThat(JaasContext.loadClientContext(Map.of("sasl.jaas.config",
                new Password(client.getProperty("sasl.jaas.config")))).configurationEntries()).singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getLoginModuleName()).endsWith(".ScramLoginModule");
                    assertThat(new HashMap<String, Object>(entry.getOptions()))
                            .isEqualTo(Map.of("username", "ann", "password", password));
                });
    }

    @ParameterizedTest
    @CsvSource({"PLAINTEXT, PLAIN, ann, p, '', securityProtocol is PLAINTEXT", "SSL, PLAIN, ann, p, '', SASL_SSL",
            "SASL_SSL, GSSAPI, ann, p, '', saslMechanism is GSSAPI", "SASL_SSL, PLAIN, ann, p, line, saslJaasConfig",
            "SASL_SSL, PLAIN, '', p, line, without saslUsername", "SASL_PLAINTEXT, PLAIN, '', '', '', nobody is said"})
    void shouldRefuseWhatDoesNotGoTogether(String protocol, String mechanism, String user, String password, String line,
            String said) {
        client.put("security.protocol", protocol);
        client.put("sasl.mechanism", mechanism);
        if (!line.isEmpty()) {
            client.put("sasl.jaas.config", line);
        }

        assertThatThrownBy(() -> new BrokerLogin(user, password).applyTo(client)).isInstanceOf(ConfigException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"ca.pem, PEM", "ca.CRT, PEM", "own.p12, PKCS12", "own.pfx, PKCS12", "own.jks, JKS", "own, JKS"})
    void shouldTakeAStoreForWhatItsNameSays(String file, String type) {
        client.put("ssl.truststore.location", file);
        client.put("ssl.truststore.type", "JKS");
        client.put("ssl.keystore.location", file);
        client.put("ssl.keystore.type", "BCFKS");

        BrokerLogin.NONE.applyTo(client);

        assertThat(client).containsEntry("ssl.truststore.type", type).containsEntry("ssl.keystore.type", "BCFKS");
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(new BrokerLogin("ann", "secret")).hasToString("BrokerLogin[ann]");
    }
}
