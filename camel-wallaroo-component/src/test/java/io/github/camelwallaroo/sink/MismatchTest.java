package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import ch.qos.logback.classic.Level;
import io.github.camelwallaroo.LogCapture;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.faults.Patience;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * The state of a worker, or our log, is gone or an old copy of it: nothing is delivered, nothing is voted down for ever,
 * health says both positions and what to do, and what it says helps.
 */
@Timeout(60)
class MismatchTest {

    private static final int ACTS = 60;
    private static final int TRIES = 4;

    @TempDir
    private Path directory;

    private Path log() {
        return directory.resolve("log");
    }

    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<String> votes = new ArrayList<>();
    private ModelWorker worker = new ModelWorker(new Random(1));

    private final class Deliveries implements SinkHandler {

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) {
            delivered.add(message.position().offset() + ":" + new String((byte[]) message.body(), UTF_8));
            done.done(null);
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
            done.done(cause);
        }
    }

    private SinkConnector sink() throws IOException {
        SinkOptions options = SinkOptions.of("celsius", new HostPort("127.0.0.1", 0), Protocol.V1);
        SinkConnector sink = SinkConnector.of(
                options.withSession(options.session()
                        .withCookie(ModelFrames.COOKIE)
                        .withResilience(true)
                        .withTransactionLog(log())),
                Format.of("bytes"), ConnectorThreads.daemons());
        sink.listen(() -> new Deliveries());
        return sink;
    }

    /** A sink's process, from start to stop: the worker commits more, and all of it is delivered. */
    private void run() throws Exception {
        int before = worker.truth.size();
        try (SinkConnector sink = sink()) {
            run(sink);
        }
        assertThat(worker.truth.size()).isGreaterThan(before);
    }

    private void run(SinkConnector sink) throws Exception {
        SocketWorker dialling = new SocketWorker(worker, what -> {});
        AtomicInteger acts = new AtomicInteger();
        Patience.until("the worker is served",
                () -> dialling.serve(sink.address().port(), () -> acts.incrementAndGet() > ACTS));
        Patience.untilTrue(() -> assertThat(delivered).endsWith(last(worker)));
        assertThat(sink.status()).isEqualTo(new SinkHealth(true, List.of()));
    }

    private static String last(ModelWorker model) {
        return model.truth.get(model.truth.size() - 1);
    }

    private void replaceLog(Path by) throws IOException {
        try (Stream<Path> files = Files.exists(log()) ? Files.walk(log()) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        if (by != null) {
            copy(by, log());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** The worker and a sink that does not fit meet. @param ours where the sink is */
    private void meet(long ours) throws Exception {
        List<String> before = List.copyOf(delivered);
        int committed = worker.truth.size();
        long theirs = worker.committed();
        try (SinkConnector sink = sink()) {
            SocketWorker dialling = new SocketWorker(worker, votes::add);
            Thread dialler = new Thread(() -> {
                for (int i = 0; i < TRIES; i++) {
                    dialling.serve(sink.address().port(), () -> false);
                }
            });
            dialler.start();
            Patience.untilTrue(() -> assertThat(sink.status().up()).isFalse());
            while (dialler.isAlive()) {
                // A vote that is withheld ends with its connection only.
                dialler.join(50);
                dialling.cut();
            }
            assertThat(sink.status().up()).isFalse();
            assertThat(sink.status().reasons()).singleElement()
                    .asString()
                    .contains("byte " + theirs, "byte " + ours, "txn adopt");
            assertThat(sink.streams()).singleElement()
                    .satisfies(stream -> assertThat(stream.mismatch()).isPresent());
        }
        assertThat(votes).as("votes").noneMatch("received REPLY"::equals);
        assertThat(delivered).isEqualTo(before);
        assertThat(worker.truth).hasSize(committed);
    }

    private void adopt() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(log())) {
            operations.adopt(operations.names().get(0), OptionalLong.empty());
        }
    }

    private void restartWorker() {
        worker.crash();
    }

    /** From here on everything is delivered once. */
    private void goOnWithNothingLost(List<String> before) throws Exception {
        restartWorker();
        int committed = worker.truth.size();
        run();
        List<String> expected = new ArrayList<>(before);
        expected.addAll(worker.truth.subList(committed, worker.truth.size()));
        assertThat(delivered).isEqualTo(expected);
    }

    @Test
    void shouldWaitForHelpWhenTheWorkersStateIsWiped() throws Exception {
        run();
        long ours = worker.committed();
        List<String> before = List.copyOf(delivered);
        worker = new ModelWorker(new Random(2));
        meet(ours);
        adopt();
        goOnWithNothingLost(before);
    }

    @Test
    void shouldWaitForHelpWhenTheWorkersStateIsAnOldCopy() throws Exception {
        run();
        ModelWorker old = worker.copy(new Random(3));
        run();
        long ours = worker.committed();
        List<String> before = List.copyOf(delivered);
        worker = old;
        meet(ours);
        adopt();
        goOnWithNothingLost(before);
    }

    @Test
    void shouldWaitForHelpWhenOurLogIsAnOldCopy() throws Exception {
        run();
        long ours = worker.committed();
        copy(log(), directory.resolve("copy"));
        run();
        List<String> before = List.copyOf(delivered);
        replaceLog(directory.resolve("copy"));
        meet(ours);
        adopt();
        goOnWithNothingLost(before);
    }

    @Test
    void shouldGoOnWhereTheWorkerIsAndSayItOnceWhenOurLogIsLost() throws Exception {
        run();
        long theirs = worker.committed();
        List<String> before = List.copyOf(delivered);
        replaceLog(null);
        try (LogCapture captured = LogCapture.from(Level.INFO)) {
            goOnWithNothingLost(before);
            assertThat(captured.lines()).filteredOn(line -> line.contains("nothing is logged of this worker"))
                    .singleElement()
                    .asString()
                    .contains("byte " + theirs);
        }
    }

    @Test
    void shouldForgetWhatWasUndecidedOnlyWhenToldTo() throws Exception {
        run();
        long voted = leaveUndecided();
        List<String> before = List.copyOf(delivered);
        worker = new ModelWorker(new Random(4));
        meet(voted);
        try (TransactionOperations operations = TransactionOperations.open(log())) {
            String name = operations.names().get(0);
            assertThat(operations.show(name).undecided()).isPresent();
            operations.reset(name);
        }
        goOnWithNothingLost(before);
    }

    /** The worker is killed between our vote and its decision. @return the end of what was voted for */
    private long leaveUndecided() throws Exception {
        try (SinkConnector sink = sink(); PlayedConnection dying = new PlayedConnection(sink.address().port())) {
            long committed = worker.committed();
            dying.send(ModelFrames.hello());
            dying.send(ModelFrames.notifying(committed));
            dying.send(ModelFrames.list());
            dying.send(ModelFrames.output(committed, "undecided"));
            dying.send(ModelFrames.phase1("c_id=9999", committed, committed + 9));
            assertThat(dying.awaitAnswers()).isTrue();
            return committed + 9;
        }
    }
}
