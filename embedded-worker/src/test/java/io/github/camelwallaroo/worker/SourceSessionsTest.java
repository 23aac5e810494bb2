package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/** Who waits for a worker to recover, and what becomes of him. */
@Timeout(60)
class SourceSessionsTest {

    private final SourceRules rules = new SourceRules("", 10, 5, false);
    private final StreamRegistry registry = new StreamRegistry("words", true, false, 100);
    private final SourceSessions recovering = new SourceSessions("words", rules, registry, ProcessingGate.none(),
            Runnable::run, ConnectorThreads.daemons().scheduler(), why -> {},
            new LogInterval(1, Duration.ofHours(1)), true);

    private final Nowhere connection = new Nowhere();
    private final ServedSession session = new ServedSession(connection, recovering, 0, new SourceFaults(),
            "nowhere:2", new ConnectorMetrics());

    /** What a connection's thread does when HELLO has come; nothing interrupts it, so it is not the test's own. */
    private Thread greet() {
        recovering.add(session);
        Thread reader = new Thread(() -> {
            try {
                session.receive(RawConnector.hello(""));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, "reader");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private void awaitHeld() {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(session::isHeld);
    }

    @Test
    void shouldLetWhoeverWaitsBeginWhenTheWorkerHasRecovered() throws Exception {
        Thread reader = greet();
        awaitHeld();
        recovering.recovered(List.of());
        reader.join();

        assertThat(session.state()).isEqualTo(WorkerSourceSession.State.STREAMING);
        assertThat(session.isHeld()).isFalse();
    }

    @Test
    void shouldLetGoWhoeverWaitsWhenTheWorkerEnds() throws Exception {
        Thread reader = greet();
        awaitHeld();
        recovering.shutDown();
        reader.join();

        assertThat(session.isOver()).isTrue();
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void shouldLetGoWhoeverComesToWaitWhenTheWorkerHasEnded() throws Exception {
        recovering.shutDown();
        greet().join();

        assertThat(session.isOver()).isTrue();
        assertThat(connection.isClosed()).isTrue();
    }
}
