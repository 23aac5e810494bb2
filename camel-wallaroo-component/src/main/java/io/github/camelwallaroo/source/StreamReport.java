package io.github.camelwallaroo.source;

import static io.github.camelwallaroo.source.StreamIds.text;

import io.github.camelwallaroo.frame.PointOfReference;

/** What is said about one stream to people: what, which values, what to do. */
final class StreamReport {

    private final String stream;

    StreamReport(String connector, String stream) {
        this.stream = "source connector " + connector + ", stream '" + stream + "'";
    }

    /** Whom all of it is about. */
    String subject() {
        return stream;
    }

    /** @param furthest the last id that this connector can have sent */
    String positionOfSomebodyElse(long position, long furthest) {
        return stream + ": the worker stands at id " + text(position) + ", but this connector sent ids up to "
                + text(furthest)
                + " only. Another connector writes to a stream of this name, or the source was created anew"
                + " and its ids start again: new messages up to id " + text(position)
                + " would be dropped without a word."
                + " Give each connector an instanceName of its own, or a source that was created anew another stream name;"
                + " then restart the route";
    }

    String idsUsedUp(long position) {
        return stream + ": there are not enough ids behind " + text(position)
                + " for its messages; end it and go on with another stream name";
    }

    /** @param id of the message that does not fit those before it */
    String mixedIds(long id) {
        return stream + ": " + (id == StreamIds.AUTOMATIC
                ? "a message without an id, but those before it had ids of their own"
                : "a message with id " + text(id) + ", but those before it had none and were numbered by the stream")
                + "; expected ids with all messages of a stream or with none: use two streams";
    }

    /** @param held how many messages the stream has to send behind the gap */
    String gap(PointOfReference after, PointOfReference through, int held) {
        return stream + ": the worker lost messages that it had acknowledged, those behind id " + after + " up to id "
                + through + ", and the source cannot give them again; going on with "
                + (held == 0 ? "new messages" : "the " + held + " messages that are held")
                + ". Look for the reason at the worker: state that was deleted or restored, a cluster started anew";
    }

    String covered(long count, PointOfReference position) {
        return stream + ": " + count + " messages were given again that the worker has already (its position is "
                + position + "); they were completed and not sent";
    }

    String refusedForLong(long millis) {
        return stream + ": the worker has refused to open it for " + millis / 1000
                + " s. Somebody else may hold it: another connector with the same stream name (give each an instanceName of"
                + " its own), or a connection of ours whose end the worker has not noticed; a worker that rolls back refuses"
                + " for seconds. Messages wait; it is asked for again every " + NotifyRetry.LONGEST_MILLIS / 1000
                + " s";
    }

    String isRewinding() {
        return stream
                + " takes no messages until its source begins again behind the position that the worker fell back to";
    }

    String isEnded() {
        return stream + " was ended; open it again first";
    }

    String givenBackForRewind(PointOfReference position) {
        return stream + ": the worker fell back to id " + position
                + "; the source gives everything behind it again, this message among them";
    }

    String neverSent(long id, long accepted) {
        return stream + ": message with id " + text(id) + " comes after id " + text(accepted)
                + "; expected ids that increase, or one that was given before. It was not sent: the worker would drop it"
                + " without a word";
    }

    String suspected(long headId) {
        return stream + ": the worker died again with message id " + text(headId)
                + " at the head of what it had not acknowledged; a message may kill it at every replay (a payload that the"
                + " application's decoder rejects, a computation that raises), of this connector or another. Fewer are sent"
                + " at a time until that is clear. See the worker's log";
    }

    String poison(int deaths, long firstId, long lastId, int inFlight) {
        return stream + " is stopped: the worker died " + deaths + " times with message id " + text(firstId)
                + " at the head of what it had not acknowledged; in flight " + (inFlight == 1
                        ? "was this message alone"
                        : "were " + inFlight + " messages, ids " + text(firstId) + " to " + text(lastId))
                + ". One that the application's decoder rejects, or on which a computation raises, kills the worker at every"
                + " replay: see the worker's log, mend the application or take the message out of the source, then restart"
                + " the route. onPoison=deadLetter finds such a message and goes on without it";
    }

    String condemned(long id, int deaths) {
        return stream + ": message id " + text(id) + " was alone in flight when the worker died, " + deaths
                + " times, and without it the worker lived; it is given up, and the stream goes on behind it. See the worker's"
                + " log for what it does not take in it";
    }
}
