package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.sink.RecordedSink.Event;

/** What a recorded worker and its sink agreed on about one stream. */
final class RecordedOutcome {

    /** Where the recorded sink voted abort for no reason that we would have: from there on the worker's half does not fit. */
    private static final Set<String> ABORTED_WITHOUT_OUTPUT = Set.of("sink-vote-abort-repeatedly-res",
            "cluster-two-workers-vote-abort-res");

    private long committed;
    private final TreeMap<Long, String> output = new TreeMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Set<String> downVotes = new HashSet<>();

    private RecordedOutcome() {}

    static boolean isOfAnAbortWithoutOutput(RecordedSink recording) {
        return ABORTED_WITHOUT_OUTPUT.contains(recording.name());
    }

    /** By the streams' names. */
    static Map<String, RecordedOutcome> of(RecordedSink recording) throws IOException {
        Map<String, RecordedOutcome> streams = new TreeMap<>();
        Map<String, RecordedOutcome> connections = new HashMap<>();
        for (Event event : recording.events()) {
            if (event.isFromWorker() && event.frame() instanceof Notify notify) {
                connections.put(event.connection(),
                        streams.computeIfAbsent(notify.streamName(), name -> new RecordedOutcome()));
            }
            RecordedOutcome stream = connections.get(event.connection());
            if (event.frame() instanceof Message message && message.streamId().equals(StreamId.OUTPUT)) {
                stream.output.tailMap(message.messageId(), true).clear();
                stream.output.put(message.messageId(), text(message));
            } else if (stream != null && isDecodable(event)) {
                stream.note(RecordedSink.twoPhaseCommit(event.frame()));
            }
        }
        return streams;
    }

    private void note(TwoPhaseCommitMessage message) {
        if (message instanceof Phase1 request) {
            ends.put(request.transactionId(), request.ranges().get(0).end());
        } else if (message instanceof Phase2 decision && decision.commit()) {
            committed = Math.max(committed, ends.getOrDefault(decision.transactionId(), 0L));
        } else if (message instanceof Reply vote && !vote.commit()) {
            downVotes.add(vote.transactionId());
        }
    }

    /** The recorded sink also sent what is no two-phase-commit message. */
    private static boolean isDecodable(Event event) {
        try {
            RecordedSink.twoPhaseCommit(event.frame());
            return true;
        } catch (IOException e) {
            assertThat(event.isFromWorker()).isFalse();
            return false;
        }
    }

    private static String text(Message message) {
        return message.messageId() + ":" + new String(message.payload(), ISO_8859_1);
    }

    /** Transactions for which the recorded sink voted abort. */
    static Set<String> downVotes(Map<String, RecordedOutcome> streams) {
        Set<String> all = new HashSet<>();
        streams.values().forEach(stream -> all.addAll(stream.downVotes));
        return all;
    }

    /** All that was sent, committed or not, as {@code offset:text}, by the streams' names. */
    static Map<String, List<String>> allOutput(RecordedSink recording) {
        Map<String, List<String>> sent = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (Event event : recording.events()) {
            if (event.isFromWorker() && event.frame() instanceof Notify notify) {
                names.put(event.connection(), notify.streamName());
            } else if (event.isFromWorker() && event.frame() instanceof Message message
                    && message.streamId().equals(StreamId.OUTPUT)) {
                sent.computeIfAbsent(names.get(event.connection()), name -> new ArrayList<>()).add(text(message));
            }
        }
        return sent;
    }

    /** The end of what was committed. */
    long committed() {
        return committed;
    }

    /** What was committed, each message as {@code offset:text}. */
    List<String> messages() {
        return List.copyOf(output.headMap(committed).values());
    }

    String text() {
        return String.join("", messages());
    }
}
