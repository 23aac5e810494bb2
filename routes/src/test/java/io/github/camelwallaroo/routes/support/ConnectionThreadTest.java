package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ConnectionThreadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONG_NANOS = Duration.ofSeconds(6).toNanos();

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ServiceStatus status = new ServiceStatus(context, "feed", "the service");
    private final AtomicLong nanos = new AtomicLong();
    private final Service service = new Service();
    private ConnectionThread<Line> thread;

    /** Ends when it is broken, and not before. */
    private static final class Line implements AutoCloseable {

        private final CountDownLatch broken = new CountDownLatch(1);
        private volatile boolean closed;

        void read() throws Exception {
            broken.await();
            throw new EOFException("the line ended");
        }

        @Override
        public void close() throws IOException {
            closed = true;
            throw new IOException("nobody is to hear of this");
        }
    }

    /** Says yes when there is nothing that it is to fail with. */
    private static final class Service implements ConnectionThread.Connections<Line> {

        private final Queue<Exception> refusals = new ArrayDeque<>();
        private final List<Line> lines = new CopyOnWriteArrayList<>();

        @Override
        public synchronized Line connect() throws Exception {
            if (!refusals.isEmpty()) {
                throw refusals.remove();
            }
            Line line = new Line();
            lines.add(line);
            return line;
        }

        @Override
        public void abort(Line line) {
            line.broken.countDown();
        }

        @Override
        public String explain(Throwable failure) {
            return failure.getMessage() + " (look at parameter host)";
        }

        @Override
        public boolean isEnd(Throwable failure) {
            return failure instanceof EOFException;
        }

        void awaitLines(int count) {
            await().atMost(PATIENCE).until(() -> lines.size() == count);
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (thread != null) {
            thread.close();
        }
        context.close();
    }

    private void start(ConnectionThread.Work<Line> work) {
        thread = new ConnectionThread<>(context, "Feed", status, service, work, nanos::get);
        thread.start();
    }

    private void awaitUp() {
        await().atMost(PATIENCE).until(status::isUp);
    }

    private static void serve(ConnectionThread<Line> self, Line line) throws Exception {
        self.works();
        line.read();
    }

    @Test
    void shouldConnectUntilTheServiceCanBeUsedAndSayEachReasonOnce() {
        service.refusals.addAll(List.of(new ConnectException("nobody listens"), new ConnectException("nobody listens"),
                new IOException("wrong password")));

        start(ConnectionThreadTest::serve);

        awaitUp();
        assertThat(log.lines()).hasSize(3)
                .containsSubsequence("WARN feed: the service cannot be used: nobody listens (look at parameter host);"
                        + " it is tried again until it can",
                        "WARN feed: the service cannot be used: wrong password (look at parameter host); it is tried"
                                + " again until it can")
                .last()
                .asString()
                .startsWith("INFO feed: the service can be used again");
    }

    @Test
    void shouldSayNothingWhenAConnectionThatWasOfUseHasEndedAndTheNextOneIsToo() {
        start(ConnectionThreadTest::serve);
        awaitUp();

        for (int i = 1; i < 4; i++) {
            service.abort(service.lines.get(i - 1));
            service.awaitLines(i + 1);
        }

        assertThat(log.lines()).containsExactly("INFO feed: connected with the service");
        assertThat(service.lines.subList(0, 3)).allMatch(line -> line.closed);
    }

    @Test
    void shouldSayWhatTheNextAttemptFindsWhenAConnectionHasEnded() {
        start(ConnectionThreadTest::serve);
        awaitUp();

        synchronized (service) {
            service.refusals.add(new ConnectException("nobody listens"));
        }
        thread.disconnect();

        await().atMost(PATIENCE).until(() -> log.lines().size() == 3);
        assertThat(log.lines().get(1)).contains("cannot be used: nobody listens");
        assertThat(log.lines().get(2)).contains("can be used again");
    }

    @Test
    void shouldSayThatConnectionsEndWhenTheyAreOfNoUse() {
        start((self, line) -> {
            status.up();
            service.abort(line);
            line.read();
        });

        await().atMost(PATIENCE)
                .until(() -> log.lines().stream().anyMatch(line -> line.contains("cannot be used: the line ended")));
    }

    @Test
    void shouldTakeAConnectionForOneThatWasOfUseWhenItLastedLong() {
        start((self, line) -> {
            status.up();
            nanos.addAndGet(LONG_NANOS);
            line.read();
        });

        for (int i = 1; i < 5; i++) {
            service.awaitLines(i);
            service.lines.get(i - 1).broken.countDown();
        }
        service.awaitLines(5);

        assertThat(log.lines()).containsExactly("INFO feed: connected with the service");
    }

    @Test
    void shouldEndWhateverItWaitsForAndSayNothingOfThat() throws Exception {
        AtomicReference<Thread> own = new AtomicReference<>();
        start((self, line) -> {
            own.set(Thread.currentThread());
            serve(self, line);
        });
        awaitUp();

        thread.close();

        own.get().join();
        assertThat(service.lines).hasSize(1).allMatch(line -> line.closed);
        assertThat(log.lines()).containsExactly("INFO feed: connected with the service");
    }

    @Test
    void shouldEndWhenItsWorkClosesIt() throws Exception {
        AtomicReference<Thread> own = new AtomicReference<>();
        start((self, line) -> {
            self.works();
            own.set(Thread.currentThread());
            self.close();
        });

        await().atMost(PATIENCE).until(() -> own.get() != null);
        own.get().join();
        assertThat(thread.isClosed()).isTrue();
        assertThat(service.lines).hasSize(1).allMatch(line -> line.closed);
    }

    @Test
    void shouldNotWaitAnyLongerWhenItIsClosed() throws Exception {
        AtomicReference<Thread> own = new AtomicReference<>();
        start((self, line) -> {
            own.set(Thread.currentThread());
            self.pause(Duration.ofDays(1).toMillis());
        });
        await().atMost(PATIENCE).until(() -> own.get() != null);

        thread.close();

        own.get().join();
        assertThat(thread.isClosed()).isTrue();
    }
}
