package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.ModelFrames.IDENTITY;
import static io.github.camelwallaroo.sink.ModelFrames.output;
import static io.github.camelwallaroo.sink.ModelFrames.phase1;
import static io.github.camelwallaroo.sink.ModelFrames.phase2;
import static io.github.camelwallaroo.sink.ModelFrames.twoPhaseCommit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;

/**
 * Whatever a worker sends, in whatever order, with a disk that fails now and then: no frame leaves that a real worker would
 * not survive (rule K1), and the participant is used as its contract says.
 */
class SinkSessionFuzzTest {

    private static final int STREAMS = 1_500;
    private static final int CONNECTIONS = 6;
    private static final int FRAMES = 25;
    private static final String[] CALLS = {"", "", "", "", "append", "prepare", "commit", "abort", "adopt",
            "rollbackTo"};

    private long votes;
    private long commits;

    @Test
    void shouldSendOnlyWhatAWorkerSurvivesWhenAnythingComes() {
        for (long seed = 0; seed < STREAMS; seed++) {
            try {
                playStream(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.printf("%d frames at most, %d votes, %d commits%n", (long) STREAMS * CONNECTIONS * FRAMES, votes,
                commits);
        assertThat(votes).isGreaterThan(5_000);
        assertThat(commits).isGreaterThan(500);
    }

    private void playStream(Random random) {
        MemoryParticipant participant = random.nextBoolean()
                ? new MemoryParticipant()
                : MemoryParticipant.committedTo(random.nextInt(3));
        SinkNotes silence = (note, text) -> assertThat(text).isNotBlank().doesNotContain(ModelFrames.COOKIE);
        SinkStream stream = random.nextInt(5) == 0
                ? new PlainStream(IDENTITY, (offset, payload) -> {}, silence)
                : new WorkerStream(IDENTITY, participant, silence);
        for (int i = 0; i < CONNECTIONS; i++) {
            long before = participant.committed().orElse(0);
            playConnection(random, stream, participant);
            assertThat(participant.committed().orElse(before)).isGreaterThanOrEqualTo(before);
        }
        commits += participant.calls.stream().filter(call -> call.startsWith("commit")).count();
    }

    private void playConnection(Random random, SinkStream stream, MemoryParticipant participant) {
        FragileWorker worker = new FragileWorker();
        RecordedEffects effects = new RecordedEffects(() -> stream) {

            @Override
            public void send(ConnectorFrame frame) {
                worker.receives(frame);
                String text = text(frame);
                if (text.startsWith("REPLY 1")) {
                    votes++;
                }
            }

            @Override
            public void close(String why) {
                worker.closed();
            }

            @Override
            public void say(SinkNote note, String text) {
                assertThat(text).isNotBlank().doesNotContain(ModelFrames.COOKIE);
            }
        };
        SinkSession session = new SinkSession(new SinkAdmission(ModelFrames.COOKIE), effects);
        boolean orderly = random.nextInt(4) > 0;
        for (int i = 0; i < FRAMES; i++) {
            participant.failing(CALLS[random.nextInt(CALLS.length)]);
            ConnectorFrame frame = next(random, orderly, i, participant);
            worker.sends(frame);
            session.received(frame, i);
            assertThat(session.mayPause() && session.state() != SinkSession.State.STEADY).isFalse();
        }
        participant.failing("");
        if (random.nextBoolean()) {
            session.replaced();
        } else {
            session.disconnected();
        }
        session.received(ModelFrames.hello(), 0);
    }

    private static ConnectorFrame next(Random random, boolean orderly, int step, MemoryParticipant participant) {
        if (orderly && step < 3) {
            return intro(step, random);
        }
        return orderly && participant.committed().isPresent() && random.nextInt(8) > 0
                ? sensible(random, participant)
                : any(random, orderly);
    }

    /** What a worker might well send now. */
    private static ConnectorFrame sensible(Random random, MemoryParticipant participant) {
        long committed = participant.committed().orElse(0);
        String next = "t" + committed;
        return switch (random.nextInt(4)) {
            case 0, 1 -> output(participant.received(), "x".repeat(1 + random.nextInt(3)));
            case 2 -> phase1(next, committed, participant.received());
            default -> phase2(participant.listPrepared().isEmpty() ? next : participant.listPrepared().get(0).id(),
                    random.nextInt(4) > 0);
        };
    }

    private static ConnectorFrame intro(int step, Random random) {
        return switch (step) {
            case 0 -> ModelFrames.hello();
            case 1 -> random.nextInt(6) == 0 ? ModelFrames.list() : ModelFrames.notifying(random.nextInt(3) - 1);
            default -> ModelFrames.list();
        };
    }

    private static ConnectorFrame any(Random random, boolean orderly) {
        String id = "t" + random.nextInt(4);
        long offset = random.nextInt(12) - (random.nextInt(20) == 0 ? 5 : 0);
        int kind = orderly && random.nextInt(20) > 0 ? random.nextInt(12) : random.nextInt(30);
        return switch (kind) {
            case 0, 1, 2, 3, 4 -> output(offset, "x".repeat(random.nextInt(4)));
            case 5, 6, 7 -> phase1(id, offset, offset + random.nextInt(4));
            case 8, 9 -> phase2(id, random.nextBoolean());
            case 10 -> phase1(id, 0, 0);
            case 11 -> twoPhaseCommit(new WorkersLeft(1, List.of("w2")));
            case 12 -> ModelFrames.hello();
            case 13 -> ModelFrames.list();
            case 14 -> ModelFrames.notifying(offset);
            case 15 -> new Hello("v9", ModelFrames.COOKIE, "a", "b");
            case 16 -> new Notify(new StreamId(7), "x", PointOfReference.NONE);
            case 17 -> new Ok(random.nextInt());
            case 18 -> new ProtocolError("Bad cookie: x, wanted: " + ModelFrames.COOKIE);
            case 19 -> new NotifyAck(random.nextBoolean(), StreamId.OUTPUT, PointOfReference.NONE);
            case 20 -> new Ack(1, List.of());
            case 21 -> new Restart("localhost:1");
            case 22 -> new EndOfStream(StreamId.OUTPUT);
            case 23 -> new io.github.camelwallaroo.frame.WorkersLeft();
            case 24 -> new Message(new StreamId(random.nextInt(4)), random.nextLong(), random.nextLong(), new byte[2],
                    new byte[random.nextInt(3)]);
            case 25 -> {
                byte[] noise = new byte[random.nextInt(30)];
                random.nextBytes(noise);
                yield new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, noise);
            }
            case 26 -> twoPhaseCommit(new Reply(id, true));
            case 27 -> twoPhaseCommit(new ReplyUncommitted(1, List.of(id)));
            case 28 -> twoPhaseCommit(new Phase1(id, List.of(new Range(StreamId.OUTPUT, -1, offset),
                    new Range(StreamId.OUTPUT, 0, 0))));
            default -> twoPhaseCommit(new Phase1(id, List.of()));
        };
    }
}
