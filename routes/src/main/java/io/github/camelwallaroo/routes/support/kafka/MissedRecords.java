package io.github.camelwallaroo.routes.support.kafka;

import org.apache.camel.CamelContext;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.PeriodicCount;

/** Records that were removed from their topic before they could be read: counted, and logged once per interval. Any thread. */
final class MissedRecords implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MissedRecords.class);

    private final CamelContext context;
    private final String connector;
    private final PeriodicCount count = new PeriodicCount("record", this::report);
    private volatile String last = "";

    MissedRecords(CamelContext context, String connector) {
        this.context = context;
        this.connector = connector;
    }

    /** @param offset where reading was to go on; @param begin where the partition begins now */
    void add(TopicPartition partition, long offset, long begin) {
        last = partition + " was to be read on from offset " + offset + ", but begins at " + begin + " now";
        count.add(begin - offset, last, context);
    }

    private void report(String records, long total, String because, String reason) {
        LOG.warn(
                "{}: {} gone by the topic's retention before they were read ({} since the start), {}{}. Reading goes on"
                        + " there; a longer retention, or a faster reader, helps next time",
                connector, records, total, because,
                reason);
    }

    /** How many there were since the start; offsets that never held a record are counted, too. */
    long total() {
        return count.total();
    }

    /** The last of them, in words; empty if there was none. */
    String last() {
        return last;
    }

    @Override
    public void close() {
        count.close();
    }
}
