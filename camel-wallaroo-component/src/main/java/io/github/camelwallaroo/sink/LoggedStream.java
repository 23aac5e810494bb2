package io.github.camelwallaroo.sink;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a stopped sink's log says about one worker's stream. Offsets count the bytes of the worker's whole output.
 *
 * @param name      of the log's directory
 * @param identity  the connector and the worker's stream
 * @param epoch     which output the offsets belong to, counted from 1
 * @param committed the end of what is committed; empty if nothing is known of the worker
 * @param delivered how far output was delivered, which may be of an earlier epoch
 * @param backlog   bytes that are committed and not delivered
 * @param undecided what was voted for, and the worker has not decided
 * @param mismatch  where the worker goes on, if that is not where we are
 */
public record LoggedStream(String name, String identity, long epoch, OptionalLong committed, Delivered delivered,
        long backlog,
        Optional<Transaction> undecided, Optional<Mismatch> mismatch) {

    static LoggedStream of(String name, Staging staging) {
        return new LoggedStream(name, staging.identity(), staging.epoch(), staging.committed(),
                staging.output().lastDelivered(), staging.output().backlogBytes(),
                staging.listPrepared().stream().findFirst(), staging.mismatch());
    }
}
