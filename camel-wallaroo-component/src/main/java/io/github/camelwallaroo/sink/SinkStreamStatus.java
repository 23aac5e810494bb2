package io.github.camelwallaroo.sink;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one resilient worker's output stands at one moment.
 *
 * @param stream     what the worker calls it
 * @param epoch      which output the offsets belong to
 * @param committed  behind the last byte that the worker committed; empty if nothing is known of it yet
 * @param delivered  behind the last byte that was delivered and of which that is logged; may be of an earlier epoch
 * @param backlog    bytes that are committed and not delivered
 * @param undecided  the transaction that was voted for and not decided: its id and range
 * @param connected  whether the worker is there
 * @param mismatch   why the worker cannot be served, and what to do
 * @param standstill why delivery stands still, and what to do
 */
public record SinkStreamStatus(String stream, long epoch, OptionalLong committed, long delivered, long backlog,
        Optional<String> undecided, boolean connected, Optional<String> mismatch, Optional<String> standstill) {}
