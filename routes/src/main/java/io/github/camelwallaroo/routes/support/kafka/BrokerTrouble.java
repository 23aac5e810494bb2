package io.github.camelwallaroo.routes.support.kafka;

import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What a failure of Kafka's client means to whoever set a connector up: one sentence that names the parameter to look at. */
final class BrokerTrouble {

    private BrokerTrouble() {}

    /** @param brokers as in parameter bootstrap_brokers; @param topics as in the parameter that names them */
    static String text(Throwable failure, String brokers, String topics) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String text = known(at, brokers, topics);
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

    private static String known(Throwable failure, String brokers, String topics) {
        String said = failure.getMessage();
        if (failure instanceof ConfigException && said != null && said.contains("bootstrap")) {
            return "no host in '" + brokers
                    + "' is known to this system, or one is no host:port; see bootstrap_brokers";
        } else if (failure instanceof UnsupportedSaslMechanismException) {
            return "the broker does not take this SASL mechanism (" + said + "); see saslMechanism";
        } else if (failure instanceof SaslAuthenticationException) {
            return "the broker refuses the user or the password (" + said + "); see saslJaasConfig and saslMechanism";
        } else if (failure instanceof SslAuthenticationException) {
            return "TLS failed (" + said + "); see sslTruststoreLocation, sslKeystoreLocation and securityProtocol";
        } else if (failure instanceof GroupAuthorizationException) {
            return "no permission to read as this group (" + said + "); see consumer_group, or have it permitted";
        } else if (failure instanceof ClusterAuthorizationException) {
            return "no permission on the cluster (" + said + "); an idempotent producer may need IdempotentWrite";
        } else if (failure instanceof TopicAuthorizationException) {
            return "no permission on '" + topics + "' (" + said + "); see the topic's name, or have it permitted";
        } else if (failure instanceof AuthorizationException) {
            return "no permission: " + said;
        } else if (failure instanceof InvalidTopicException) {
            return "'" + topics + "' cannot be a topic's name (" + said + "); see the topic's name";
        } else if (failure instanceof UnknownTopicOrPartitionException) {
            return unknownTopics(topics);
        } else if (failure instanceof InvalidOffsetException) {
            return "the group has no offset that the partition still has, and autoOffsetReset=none says not to choose one ("
                    + said + "); see autoOffsetReset";
        } else if (failure instanceof TimeoutException && said != null && said.contains("not present in metadata")) {
            return unknownTopics(topics) + ". If they exist, the broker may be away (" + said + ")";
        } else if (failure instanceof TimeoutException) {
            return unreachable(brokers, said);
        }
        return null;
    }

    static String unknownTopics(String topics) {
        return "the broker knows no topic '" + topics
                + "', or shows it not to this user; create it, or see the topic's name";
    }

    static String unreachable(String brokers, String said) {
        return "no answer from " + brokers + (said == null ? "" : " (" + said + ")")
                + "; see that the broker runs, bootstrap_brokers, and whether securityProtocol is what it speaks";
    }
}
