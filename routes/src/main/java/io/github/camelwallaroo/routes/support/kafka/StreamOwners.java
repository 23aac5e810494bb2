package io.github.camelwallaroo.routes.support.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which assignment of a partition holds a stream of one connector. A partition that goes from one consumer to another in the
 * same process, or comes back, has to wait until the worker has acknowledged what the earlier one gave. Any thread.
 */
final class StreamOwners {

    private final Map<String, PartitionStream> owners = new ConcurrentHashMap<>();

    /** @return whether it holds its stream now */
    boolean claim(PartitionStream candidate) {
        PartitionStream owner = owners.putIfAbsent(candidate.stream(), candidate);
        return owner == null || owner == candidate;
    }

    void release(PartitionStream owner) {
        owners.remove(owner.stream(), owner);
    }

    /** @return null if nobody holds it */
    PartitionStream owner(String stream) {
        return owners.get(stream);
    }
}
