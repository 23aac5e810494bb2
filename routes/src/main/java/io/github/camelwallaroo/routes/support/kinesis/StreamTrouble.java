package io.github.camelwallaroo.routes.support.kinesis;

import java.io.Closeable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/** What is wrong with which part of a stream: the service can be used when nothing is. Any thread. */
final class StreamTrouble implements Closeable {

    /** The parts that are no shards: the list of them, and the journal. */
    static final String LIST = "";
    static final String JOURNAL = "journal";

    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();
    private final ServiceStatus status;

    StreamTrouble(ServiceStatus status) {
        this.status = status;
    }

    /** @param part a shard, or what else can be in trouble by itself */
    synchronized void found(String part, String reason) {
        reasons.put(part, reason);
        tell();
    }

    /** It could be used. */
    synchronized void over(String part) {
        if (reasons.remove(part) != null || !status.isUp()) {
            tell();
        }
    }

    /** It no longer stands in the way; whether the service can be used, others say. */
    synchronized void mended(String part) {
        if (reasons.remove(part) != null) {
            tell();
        }
    }

    /** Shards that are gone stand in nobody's way, and nobody will say that they are well. @param shards all that there are */
    synchronized void retain(Set<String> shards) {
        if (reasons.keySet().removeIf(part -> !part.equals(LIST) && !part.equals(JOURNAL) && !shards.contains(part))) {
            tell();
        }
    }

    private void tell() {
        if (reasons.isEmpty()) {
            status.up();
        } else {
            status.down(reasons.values().iterator().next());
        }
    }

    @Override
    public void close() {
        status.close();
    }
}
