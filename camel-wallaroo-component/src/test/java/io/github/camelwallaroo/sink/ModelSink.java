package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.ModelFrames.IDENTITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.sink.SimulatedDisk.Crash;
import io.github.camelwallaroo.sink.SimulatedDisk.CrashedException;

/** Our side: a process with a session, its stream and its files, that crashes where the disk says. */
final class ModelSink {

    private static final Crash[] CRASHES = Crash.values();

    /** What it has sent and the worker has not read. */
    final Deque<ConnectorFrame> sent = new ArrayDeque<>();

    private final Random random;
    private final List<String> truth;
    private final LogOptions options;
    private SimulatedDisk disk = new SimulatedDisk();
    private Staging staging;
    private WorkerStream stream;
    private SinkSession session;
    private FragileWorker rules;

    /** Index of the next message to be delivered; and how far back a crash may set it. */
    private int next;
    private int surelyWritten;
    private int surelyForced;
    private boolean restarted;
    private int repeated;
    private int crashes;
    private int failures;

    /** @param truth what is to be delivered */
    ModelSink(Random random, List<String> truth) {
        this.random = random;
        this.truth = truth;
        this.options = new LogOptions(200 + random.nextInt(1_000), random.nextInt(2) * 100);
        start();
    }

    private void start() {
        while (true) {
            try {
                staging = StagedOutput.open(disk, options);
                stream = new WorkerStream(IDENTITY, staging, this::hear);
                session = null;
                restarted = true;
                return;
            } catch (CrashedException e) {
                forget();
            } catch (LogDamagedException e) {
                throw new AssertionError(e);
            } catch (IOException e) {
                failures++;
            }
        }
    }

    private void hear(SinkNote note, String text) {
        assertThat(note).as(text)
                .isNotIn(SinkNote.MISMATCH, SinkNote.CONTRADICTION, SinkNote.VIOLATION,
                        SinkNote.ADOPTED);
    }

    /** The process ends here, and another one begins. */
    private void crash() {
        forget();
        start();
    }

    private void forget() {
        crashes++;
        Crash crash = CRASHES[random.nextInt(CRASHES.length)];
        disk = disk.afterCrash(crash, random);
        surelyWritten = crash == Crash.KILLED ? surelyWritten : surelyForced;
        surelyForced = crash == Crash.KILLED ? surelyForced : surelyWritten;
        sent.clear();
    }

    /** Sooner or later the process will be killed. */
    void crashSoon() {
        disk.crashAt(disk.operations() + 1 + random.nextInt(25));
    }

    /** Sooner or later the disk will fail for a while. */
    void failSoon() {
        failures++;
        long from = disk.operations() + 1 + random.nextInt(20);
        disk.failing(from, from + 1 + random.nextInt(4));
    }

    void calm() {
        disk.crashAt(Long.MAX_VALUE).failing(Long.MAX_VALUE, 0);
    }

    /** The worker dialled; an older connection is replaced. */
    void connect() {
        if (session != null) {
            session.replaced();
        }
        sent.clear();
        rules = new FragileWorker();
        FragileWorker rulesOfThis = rules;
        session = new SinkSession(new SinkAdmission(ModelFrames.COOKIE), new RecordedEffects(null) {

            @Override
            public void send(ConnectorFrame frame) {
                rulesOfThis.receives(frame);
                ModelSink.this.sent.add(frame);
            }

            @Override
            public void close(String why) {
                rulesOfThis.closed();
            }

            @Override
            public SinkStream open(Hello hello, String name) {
                return stream;
            }

            @Override
            public void say(SinkNote note, String text) {
                hear(note, text);
            }
        });
    }

    /** @return false if the connection is gone */
    boolean receive(ConnectorFrame frame) {
        if (session == null) {
            return false;
        }
        try {
            rules.sends(frame);
            session.received(frame, 0);
            return !rules.isClosed();
        } catch (CrashedException e) {
            crash();
            return false;
        }
    }

    boolean isConnected() {
        return session != null;
    }

    void disconnected() {
        if (session != null) {
            session.disconnected();
            session = null;
        }
        sent.clear();
    }

    /** Delivers some of what is committed. @return whether there was anything */
    boolean deliver() {
        try {
            StagedMessage message = staging.output().next();
            if (message == null) {
                return false;
            }
            check(message);
            boolean force = random.nextInt(3) == 0;
            // What was handed on before a crash counts as delivered, whether that was logged or not.
            next++;
            staging.output().delivered(message, force);
            surelyWritten = next;
            surelyForced = force ? next : surelyForced;
        } catch (CrashedException e) {
            crash();
        } catch (LogDamagedException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            failures++;
        }
        return true;
    }

    private void check(StagedMessage message) {
        String text = message.offset() + ":" + new String(message.payload(), UTF_8);
        if (restarted) {
            int index = truth.indexOf(text);
            assertThat(index).as("%s goes on within the delivered-position window", text)
                    .isBetween(surelyWritten, next);
            repeated += next - index;
            next = index;
            restarted = false;
        }
        assertThat(next).as("only what is committed is delivered").isLessThan(truth.size());
        assertThat(text).as("in order, without a gap").isEqualTo(truth.get(next));
    }

    long committed() {
        return staging.committed().orElse(0);
    }

    boolean isDone() {
        return staging.listPrepared().isEmpty() && next == truth.size();
    }

    int crashes() {
        return crashes;
    }

    int failures() {
        return failures;
    }

    int repeated() {
        return repeated;
    }
}
