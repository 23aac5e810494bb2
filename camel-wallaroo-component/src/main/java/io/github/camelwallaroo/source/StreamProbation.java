package io.github.camelwallaroo.source;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stops a stream when the worker has died so many times with the same message at the head of what it had not acknowledged.
 * When one more death would do, streams in question send by turns, so that the next death tells which one it is.
 */
final class StreamProbation implements PoisonWatch {

    /** What is known against one stream. */
    private static final class Record {

        long first;
        long last;
        int inFlight;
        int deaths;
        int weight;
    }

    private final int limit;
    private final int probation;
    private final Map<SourceStream, Record> records = new IdentityHashMap<>();
    /** Whose messages were in flight at the last death of a session's worker, which is not yet weighed. */
    private final Map<SessionStreams, List<SourceStream>> pending = new IdentityHashMap<>();
    /** The same, once it was weighed as in doubt. */
    private final Map<SessionStreams, List<SourceStream>> doubtful = new IdentityHashMap<>();
    private SourceStream turn;

    StreamProbation(int retries) {
        this.limit = retries * DOUBTFUL_PER_CERTAIN;
        this.probation = Math.max(1, limit - DOUBTFUL_PER_CERTAIN);
    }

    @Override
    public boolean isCalm() {
        return records.isEmpty();
    }

    @Override
    public boolean maySend(SourceStream stream) {
        Record record = valid(stream);
        if (record == null || record.weight < probation) {
            return true;
        }
        if (turn == null || valid(turn) == null || turn.state() != StreamState.OPEN) {
            turn = stream;
        }
        return turn == stream;
    }

    @Override
    public void connectionEnded(SessionStreams session, boolean explained, long now) {
        doubtful.remove(session);
        if (explained) {
            return;
        }
        List<SourceStream> sending = session.sending();
        for (SourceStream stream : sending) {
            ReplayBuffer buffer = stream.messages().buffer();
            Record record = valid(stream);
            if (record == null) {
                record = new Record();
                record.first = buffer.oldest().id();
                records.put(stream, record);
            }
            record.inFlight = buffer.sent();
            record.last = buffer.get(buffer.sent() - 1).id();
        }
        pending.put(session, sending);
    }

    @Override
    public void unreachable(SessionStreams session, long now) {
        weigh(pending.remove(session), DOUBTFUL_PER_CERTAIN, 1);
    }

    @Override
    public void streaming(SessionStreams session, long now) {
        List<SourceStream> sending = pending.remove(session);
        weigh(sending, 1, 1);
        doubtful.put(session, sending == null ? List.of() : sending);
    }

    @Override
    public void fellBack(SessionStreams session, long now) {
        weigh(doubtful.remove(session), DOUBTFUL_PER_CERTAIN - 1, 0);
    }

    @Override
    public void changed(boolean checkpoint, long now) {
        records.keySet().removeIf(stream -> !isStanding(stream));
    }

    private void weigh(List<SourceStream> streams, int weight, int deaths) {
        if (streams != null) {
            streams.forEach(stream -> add(stream, weight, deaths));
        }
    }

    private void add(SourceStream stream, int weight, int deaths) {
        Record record = valid(stream);
        if (record == null) {
            return;
        }
        boolean suspected = record.weight >= probation;
        record.deaths += deaths;
        record.weight += weight;
        if (record.weight >= limit) {
            records.remove(stream);
            stream.stopForPoison(record.deaths, record.first, record.last, record.inFlight);
        } else if (record.weight >= probation && !suspected) {
            stream.suspect();
        }
    }

    /** @return null if there is nothing against it, or not any more */
    private Record valid(SourceStream stream) {
        if (!records.isEmpty() && !isStanding(stream)) {
            records.remove(stream);
        }
        return records.get(stream);
    }

    private boolean isStanding(SourceStream stream) {
        Record record = records.get(stream);
        ReplayEntry oldest = stream.messages().buffer().oldest();
        return record != null && oldest != null && oldest.id() == record.first;
    }
}
