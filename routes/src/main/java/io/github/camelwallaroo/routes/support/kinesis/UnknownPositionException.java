package io.github.camelwallaroo.routes.support.kinesis;

/** The worker stands where the journal, or the shard, has nothing. */
final class UnknownPositionException extends Exception {

    UnknownPositionException(String message) {
        super(message);
    }
}
