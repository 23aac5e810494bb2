package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;

import io.github.camelwallaroo.sink.LogRecord.Prepared;

/**
 * Says by which transactions output was committed. A vote is logged behind the messages that it is for, so this reads ahead
 * of them, from vote to vote: what waits on the disk takes no memory, however many transactions it is of. Not thread-safe.
 */
final class CommittedVotes implements Closeable {

    private final ExtentReader reader;
    private Transaction current;

    CommittedVotes(TransactionLog log) {
        this.reader = new ExtentReader(log);
    }

    /** From the first transaction of the extent on. */
    void begin(Extent extent) {
        reader.begin(extent);
        current = null;
    }

    /**
     * The transaction of the byte at an offset.
     *
     * @param offset not before the one that was asked for last, and in the extent
     * @throws LogDamagedException if there is none
     */
    Transaction at(long offset, Extent extent) throws IOException {
        while (current == null || current.end() <= offset) {
            LogRecord vote = reader.next(extent, true);
            if (vote == null) {
                throw reader.damaged("the vote for what was committed from byte " + offset + " on is not there");
            }
            if (vote instanceof Prepared prepared) {
                current = prepared.transaction();
            }
        }
        return current;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
