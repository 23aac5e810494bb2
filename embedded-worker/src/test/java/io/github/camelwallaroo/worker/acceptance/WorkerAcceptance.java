package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** What a source connector and a resilient worker in a process of its own must do together, whoever made the worker. */
@Timeout(600)
abstract class WorkerAcceptance {

    private static final List<String> STREAMS = List.of("numbers/a", "numbers/b", "numbers/c");
    private static final int ROUNDS = 3;
    private static final int NUMBERS = 2_000;

    @TempDir
    Path state;

    private final List<Writers.Feed> feeds = new ArrayList<>();
    private WorkerCommand worker;
    private Writers writers;

    /** What starts a worker, see {@link WorkerCommand}. */
    abstract List<String> command();

    @BeforeEach
    void start() throws IOException {
        worker = new WorkerCommand(command(), Counted.COOKIE, state);
        worker.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (writers != null) {
            writers.close();
        }
        if (worker != null) {
            worker.close();
        }
    }

    private SourceConnector connector(String cookie) {
        SourceOptions options = SourceOptions
                .of(Counted.SOURCE, new HostPort("127.0.0.1", worker.sourcePort()), Protocol.V1)
                .withReconnect(Duration.ofMillis(20), Duration.ofMillis(200), 0.3, 0)
                .withMaxPending(500, SourceOptions.DEFAULT_MAX_PENDING_BYTES)
                .withSession(SessionOptions.DEFAULT.withCookie(cookie).withResilience(true));
        SourceConnector connector = SourceConnector.of(options, Format.of("bytes"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }

    private void feed(SourceConnector connector) throws IOException {
        feeds.clear();
        for (String stream : STREAMS) {
            NumberedSource source = new NumberedSource(stream, () -> Fault.Cost.UNDONE, reopening -> {});
            feeds.add(new Writers.Feed(source, connector));
            connector.open(stream, source);
        }
        if (writers != null) {
            writers.close();
        }
        writers = new Writers(feeds, 2, 1);
    }

    private long given() {
        return feeds.stream().mapToLong(feed -> feed.source().last()).sum();
    }

    private void awaitSafe(SourceConnector connector) {
        await("everything is acknowledged", connector,
                () -> feeds.stream().allMatch(feed -> feed.source().isSafe()) && writers.failure() == null);
        assertThat(feeds).as("what sources were told")
                .allSatisfy(feed -> assertThat(feed.source().problems()).isEmpty());
    }

    private void await(String what, SourceConnector connector, Callable<Boolean> condition) {
        try {
            Patience.until(what, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; " + connector.health() + " " + connector.streams() + " "
                    + feeds.stream().map(Writers.Feed::source).toList() + "; the worker said: " + worker.lines(), e);
        }
    }

    @Test
    void shouldAcknowledgeEverythingWhateverOftenTheWorkerIsKilled() throws Exception {
        try (SourceConnector connector = connector(Counted.COOKIE)) {
            feed(connector);
            for (int round = 1; round <= ROUNDS; round++) {
                long enough = given() + (long) NUMBERS * STREAMS.size() / 2;
                writers.allow(NUMBERS);
                await("half of them are given", connector, () -> given() >= enough);
                worker.kill();
                worker.start();
                awaitSafe(connector);
            }
            assertThat(connector.health().up()).as(connector.health().text()).isTrue();
            assertThat(given()).isEqualTo((long) ROUNDS * NUMBERS * STREAMS.size());
        }
    }

    @Test
    void shouldGoOnWhereTheWorkerStandsWhenTheConnectorIsAnotherOne() throws Exception {
        try (SourceConnector connector = connector(Counted.COOKIE)) {
            feed(connector);
            writers.allow(NUMBERS);
            awaitSafe(connector);
        }
        List<NumberedSource> before = feeds.stream().map(Writers.Feed::source).toList();
        try (SourceConnector connector = connector(Counted.COOKIE)) {
            feed(connector);
            await("streams are open", connector,
                    () -> feeds.stream().allMatch(feed -> feed.source().openings() > 0));
            for (int i = 0; i < STREAMS.size(); i++) {
                assertThat(feeds.get(i).source().last()).isEqualTo(before.get(i).last());
            }
            writers.allow(2 * NUMBERS);
            awaitSafe(connector);
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheCookieIsWrong() throws Exception {
        try (SourceConnector connector = connector("not-" + Counted.COOKIE)) {
            await("health names the cookie", connector, () -> !connector.health().up()
                    && connector.health().text().contains("Set the option cookie"));
        }
    }
}
