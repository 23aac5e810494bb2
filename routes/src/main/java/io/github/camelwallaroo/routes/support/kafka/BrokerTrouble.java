package io.github.camelwallaroo.routes.support.kafka;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;

import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * What a failure of Kafka's client means to whoever set a connector up: one sentence that names the parameter to look at.
 *
 * @param brokers as in parameter bootstrap_brokers
 * @param topics  as in the parameter that names them
 */
record BrokerTrouble(String brokers, String topics) {

    String text(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String text = known(at);
            if (text != null) {
                return text;
            }
        }
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getClass().getSimpleName() + ": " + last.getMessage();
    }

    private String known(Throwable failure) {
        String said = failure.getMessage() == null ? "" : failure.getMessage();
        String access = access(failure, said);
        if (access != null) {
            return access;
        } else if (failure instanceof ConfigException && said.contains("bootstrap")) {
            return "no host in '" + brokers
                    + "' is known to this system, or one is no host:port; see bootstrap_brokers";
        } else if (said.contains("JAAS") || said.contains("Login module")) {
            return "the login cannot be understood (" + said
                    + "); see saslUsername and saslPassword, or saslJaasConfig";
        } else if (failure instanceof ConfigException && failure.getCause() == null) {
            return said;
        } else if (failure instanceof InvalidTopicException) {
            return "'" + topics + "' cannot be a topic's name (" + said + "); see the topic's name";
        } else if (failure instanceof UnknownTopicOrPartitionException) {
            return unknownTopics();
        } else if (failure instanceof InvalidOffsetException) {
            return "the group has no offset that the partition still has, and autoOffsetReset=none says not to choose one ("
                    + said + "); see autoOffsetReset";
        } else if (failure instanceof TimeoutException && said.contains("not present in metadata")) {
            return unknownTopics() + ". If they exist, the broker may be away (" + said + ")";
        } else if (failure instanceof TimeoutException) {
            // What it says differs from one try to the next.
            return unreachable();
        }
        return null;
    }

    /** Who one is, and what one may. */
    private String access(Throwable failure, String said) {
        if (failure instanceof UnsupportedSaslMechanismException) {
            return "the broker does not take this SASL mechanism (" + said + "); see saslMechanism";
        } else if (failure instanceof IllegalSaslStateException) {
            return "the broker wants no login here (" + said
                    + "); see securityProtocol and the port in bootstrap_brokers";
        } else if (failure instanceof SaslAuthenticationException) {
            return "the broker refuses the user or the password (" + said
                    + "); see saslUsername and saslPassword, or saslJaasConfig, and saslMechanism";
        } else if (failure instanceof SslAuthenticationException) {
            return "TLS failed (" + cause(failure)
                    + "); see sslTruststoreLocation, sslKeystoreLocation and securityProtocol";
        } else if (failure instanceof NoSuchFileException) {
            return "there is no file " + said + "; see sslTruststoreLocation and sslKeystoreLocation";
        } else if (isOfStore(failure)) {
            return "a key store cannot be read (" + cause(failure)
                    + "); see sslTruststoreLocation, sslKeystoreLocation and their passwords";
        } else if (failure instanceof GroupAuthorizationException) {
            return "no permission to read as this group (" + said + "); see consumer_group, or have it permitted";
        } else if (failure instanceof ClusterAuthorizationException) {
            return "no permission on the cluster (" + said + "); an idempotent producer may need IdempotentWrite";
        } else if (failure instanceof TopicAuthorizationException refused) {
            // Its message comes in several wordings, and says no more than the topics, or not even those.
            String named = String.join(",", refused.unauthorizedTopics());
            return "no permission on '" + (named.isEmpty() ? topics : named)
                    + "'; see the topic's name, or have it permitted";
        } else if (failure instanceof AuthorizationException) {
            return "no permission: " + said;
        }
        return null;
    }

    private static boolean isOfStore(Throwable failure) {
        return failure instanceof InvalidConfigurationException || failure instanceof GeneralSecurityException
                || failure instanceof IOException && failure.getMessage() != null
                        && failure.getMessage().contains("keystore");
    }

    private static String cause(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last == failure ? failure.getMessage() : failure.getMessage() + ": " + last.getMessage();
    }

    String unknownTopics() {
        return "the broker knows no topic '" + topics
                + "', or shows it not to this user; create it, or see the topic's name";
    }

    String unreachable() {
        return "no answer from " + brokers
                + "; see that the broker runs, bootstrap_brokers, and whether securityProtocol is what it speaks";
    }
}
