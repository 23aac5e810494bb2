package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * Records a second from a real broker through {@code kafka_source} into an embedded worker, with resilience and without, in
 * turns: {@code KafkaThroughput [RECORDS [ROUNDS]]}. For people; no test.
 */
final class KafkaThroughput {

    private static final int CREDITS = 10_000;

    private final KafkaTopics topics;
    private final String brokers;
    private final int records;

    private KafkaThroughput(KafkaTopics topics, String brokers, int records) {
        this.topics = topics;
        this.brokers = brokers;
        this.records = records;
    }

    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers(), Map.of())) {
            topics.create("in");
            for (int sent = 0; sent < records; sent += 10_000) {
                topics.send("in", 10_000);
            }
            KafkaThroughput throughput = new KafkaThroughput(topics, broker.bootstrapServers(), topics.sent());
            throughput.measure(true);
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                double with = throughput.measure(true);
                double without = throughput.measure(false);
                ratios.add(with / without);
                System.out.printf("round %d: %,.0f records/s with resilience, %,.0f without, ratio %.2f%n", round, with,
                        without, with / without);
            }
            Collections.sort(ratios);
            System.out.printf("median ratio %.2f, %d records a time%n", ratios.get(ratios.size() / 2), topics.sent());
        }
    }

    private double measure(boolean resilience) throws Exception {
        long warm = records / 10;
        AtomicLong seen = new AtomicLong();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        WorkerOptions options = WorkerOptions.defaults().checkpointInterval(Duration.ofSeconds(1));
        EmbeddedWorker worker = EmbeddedWorker.start(Application.named("count")
                .source("count",
                        SourceConnectorConfig.named("feed").protocol(Protocol.V1).credits(CREDITS, CREDITS / 2),
                        byte[].class)
                .<byte[]>to("count", bytes -> {
                    long count = seen.incrementAndGet();
                    if (count == warm) {
                        begun.countDown();
                    }
                    if (count == records) {
                        done.countDown();
                    }
                    return null;
                })
                .toSink(TransactionalMemorySink.named("nothing"))
                .build(), resilience ? options.withResilience() : options);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Map<String, Object> parameters = new HashMap<>(Map.of("connector", "feed", "topics", topics.name("in"),
                    "bootstrap_brokers", brokers, "consumer_group", "group-" + System.nanoTime(), "wallarooPort",
                    String.valueOf(worker.sourcePort("feed")), "protocol", "1", "resilience",
                    String.valueOf(resilience)));
            Templates.add(context, "kafka_source", parameters);
            context.start();
            begun.await();
            long begin = System.nanoTime();
            done.await();
            return (records - warm) * 1e9 / (System.nanoTime() - begin);
        } finally {
            worker.kill();
        }
    }
}
