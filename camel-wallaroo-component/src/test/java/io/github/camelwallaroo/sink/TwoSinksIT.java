package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.testservices.faults.ChildJvm;

/** Two processes and one transaction log. */
class TwoSinksIT {

    @TempDir
    private Path directory;

    /** A sink whose handler never ends. */
    static final class Sink {

        private Sink() {}

        public static void main(String[] args) throws Exception {
            ChildJvm.endWithParent();
            SinkConnector connector = SessionSink.listen(Path.of(args[0]),
                    new CollectedMessages().reacting((message, done) -> System.out.println("got " + message.body())));
            System.out.println("port " + connector.address().port());
            Thread.currentThread().join();
        }
    }

    @Test
    void shouldLeaveTheLogToTheProcessThatHasItAndTakeItOverWhenThatIsKilled() throws Exception {
        CollectedMessages messages = new CollectedMessages();
        try (ChildJvm child = ChildJvm.start(Sink.class, "64m", directory.toString())) {
            int port = Integer.parseInt(child.awaitLine("port "));
            try (DiallingSession worker = DiallingSession.dial(port, "initializer")) {
                worker.start(0);
                worker.commit("t0", 0);
                worker.commit("t1", 0, "one");
                child.awaitLine("got one");
                assertThatThrownBy(() -> SessionSink.listen(directory, messages))
                        .isInstanceOf(LogInUseException.class)
                        .hasMessageContaining(directory.toString());
                worker.output(3, "two");
                worker.phase1("t2", 3, 6);
                assertThat(worker.vote("t2")).isTrue();
                child.kill();
            }
        }
        try (SinkConnector connector = SessionSink.listen(directory, messages)) {
            await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly("one"));
            try (DiallingSession worker = DiallingSession.dial(connector.address().port(), "initializer")) {
                assertThat(worker.start(3)).containsExactly("t2");
                worker.phase2("t2", true);
                await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly("one", "two"));
            }
        }
    }
}
