package io.github.camelwallaroo.sink;

import java.util.List;

/**
 * How a sink connector is at one moment.
 *
 * @param up      false: the output of a worker does not flow, and somebody may have to act
 * @param reasons what is, and what to do; each one sentence without secrets, empty if there is nothing to say
 */
public record SinkHealth(boolean up, List<String> reasons) {

    public SinkHealth {
        reasons = List.copyOf(reasons);
    }
}
