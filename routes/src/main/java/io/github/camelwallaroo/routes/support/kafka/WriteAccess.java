package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a topic is there and may be written to: asked before there is a message, since a producer would find out by losing
 * it. Each question logs in anew and reads the key stores again, so that what was mended meanwhile is seen. Any thread.
 */
final class WriteAccess {

    private static final Logger LOG = LoggerFactory.getLogger(WriteAccess.class);
    private static final int PATIENCE_MILLIS = 4_000;

    private final Supplier<Properties> producing;
    private final String topic;

    /** @param producing what the producer is made with; may fail with a {@link KafkaException} */
    WriteAccess(Supplier<Properties> producing, String topic) {
        this.producing = producing;
        this.topic = topic;
    }

    /**
     * @return the largest batch that the topic takes, in bytes; {@link Integer#MAX_VALUE} if this user is not told
     * @throws KafkaException the reason why it may not be written to
     */
    int check() {
        Properties client = new Properties();
        producing.get().forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                client.put(name, value);
            }
        });
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        Admin admin = Admin.create(client);
        try {
            describe(admin, true);
            return largestBatch(admin);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private int largestBatch(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return Integer.parseInt(admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value());
        } catch (ExecutionException | NumberFormatException e) {
            LOG.debug("{} does not say how large a batch may be: {}", topic, e.toString());
            return Integer.MAX_VALUE;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void describe(Admin admin, boolean withOperations) {
        try {
            TopicDescription found = admin
                    .describeTopics(List.of(topic),
                            new DescribeTopicsOptions().includeAuthorizedOperations(withOperations))
                    .allTopicNames()
                    .get()
                    .get(topic);
            Set<AclOperation> permitted = found.authorizedOperations();
            if (permitted != null && !permitted.contains(AclOperation.WRITE)) {
                throw new TopicAuthorizationException("the user may see it, but not write to it");
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException && withOperations) {
                // A broker before 2.3 does not say what is permitted.
                describe(admin, false);
                return;
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
