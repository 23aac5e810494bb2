package io.github.camelwallaroo.routes.support.kinesis;

import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/** What is wrong with which part of a stream: the service can be used when nothing is. Any thread. */
final class StreamTrouble implements Closeable {

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
