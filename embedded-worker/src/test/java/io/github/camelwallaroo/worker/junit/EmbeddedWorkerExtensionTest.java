package io.github.camelwallaroo.worker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerState;

/** Runs small test classes as a user would write them, and looks at what JUnit says of them. */
class EmbeddedWorkerExtensionTest {

    private static final Application NUMBERS = Application.named("numbers")
            .source("numbers", SourceConnectorConfig.named("in").port(7100).format("int32"), Integer.class)
            .to("divide", number -> 100 / number)
            .toSink(SinkConnectorConfig.named("out").port(7200).format("int32"))
            .build();

    private static final Set<EmbeddedWorker> SEEN = new HashSet<>();

    @AfterEach
    void forget() {
        SEEN.clear();
    }

    private static void send(EmbeddedWorkerExtension extension, int number) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), extension.sourcePort("in"))) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(12)
                            .putLong(0)
                            .order(ByteOrder.BIG_ENDIAN)
                            .putInt(number)
                            .array());
        }
    }

    private static void awaitFailure(EmbeddedWorkerExtension extension) {
        EmbeddedWorker worker = extension.worker();
        Awaitility.await().until(() -> worker.failureCount() > 0);
    }

    private static Events run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testClass)).execute().testEvents();
    }

    static class EachTestHasItsOwn {

        @RegisterExtension
        EmbeddedWorkerExtension worker = EmbeddedWorkerExtension.running(NUMBERS);

        @Test
        void first() {
            look();
        }

        @Test
        void second() {
            look();
        }

        private void look() {
            assertThat(worker.worker().state()).isEqualTo(WorkerState.RUNNING);
            assertThat(worker.sourcePort("in")).isNotZero().isNotEqualTo(7100);
            assertThat(worker.sinkPort("out")).isNotZero().isNotEqualTo(7200);
            SEEN.add(worker.worker());
        }
    }

    @Test
    void shouldStartAndStopAWorkerForEachTestWhenTheFieldIsAnInstanceField() {
        run(EachTestHasItsOwn.class).assertStatistics(statistics -> statistics.succeeded(2).failed(0));

        assertThat(SEEN).hasSize(2).allSatisfy(worker -> assertThat(worker.state()).isEqualTo(WorkerState.STOPPED));
    }

    static class AllTestsShareOne {

        @RegisterExtension
        static final EmbeddedWorkerExtension WORKER = EmbeddedWorkerExtension.running(NUMBERS);

        @Test
        void first() {
            SEEN.add(WORKER.worker());
        }

        @Test
        void second() {
            SEEN.add(WORKER.worker());
        }
    }

    @Test
    void shouldStartAndStopOneWorkerWhenTheFieldIsStatic() {
        run(AllTestsShareOne.class).assertStatistics(statistics -> statistics.succeeded(2).failed(0));

        assertThat(SEEN).singleElement().satisfies(worker -> assertThat(worker.state()).isEqualTo(WorkerState.STOPPED));
    }

    private static final TransactionalMemorySink<Object> SHARES = TransactionalMemorySink.named("shares");

    private static final Application ACKNOWLEDGED = Application.named("acknowledged numbers")
            .source("numbers", SourceConnectorConfig.named("in").protocol(Protocol.V1).format("int32"), Integer.class)
            .to("divide", number -> 100 / number)
            .toSink(SHARES)
            .build();

    private static EmbeddedWorkerExtension resilient() {
        return EmbeddedWorkerExtension.running(ACKNOWLEDGED)
                .with(options -> options.withResilience().checkpointInterval(Duration.ofMillis(20)));
    }

    /** Returns when the message is acknowledged. */
    private static void write(EmbeddedWorkerExtension extension, byte[] payload) throws Exception {
        SourceOptions options = SourceOptions
                .of("in", new HostPort("127.0.0.1", extension.sourcePort("in")), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true));
        try (SourceConnector connector = SourceConnector.of(options, Format.of("bytes"), ConnectorThreads.daemons())) {
            connector.connect();
            connector.write(payload);
        }
    }

    static class OneAcknowledgedMessageFails {

        @RegisterExtension
        EmbeddedWorkerExtension worker = resilient();

        @Test
        void rejectedPayload() throws Exception {
            write(worker, new byte[3]);
        }

        @Test
        void failingComputation() throws Exception {
            write(worker, new byte[4]);
        }

        @Test
        void expected() throws Exception {
            worker.expectFailures();
            write(worker, new byte[4]);
        }

        @Test
        void good() throws Exception {
            write(worker, new byte[]{0, 0, 0, 5});
            assertThat(SHARES.committed()).containsExactly(20);
        }
    }

    @Test
    void shouldFailTestsWhoseMessagesOfGenerationOneCannotBeProcessed() {
        SHARES.clear();
        run(OneAcknowledgedMessageFails.class).assertStatistics(statistics -> statistics.succeeded(2).failed(2))
                .assertThatEvents()
                .haveExactly(1,
                        event(test("rejectedPayload"),
                                finishedWithFailure(instanceOf(AssertionError.class),
                                        message(text -> text.contains("1 messages could not be processed")
                                                && text.contains("decoder 'in' failed")))))
                .haveExactly(1,
                        event(test("failingComputation"),
                                finishedWithFailure(instanceOf(AssertionError.class),
                                        message(text -> text.contains("computation 'divide' failed")))));
    }

    static class OneMessageFails {

        @RegisterExtension
        EmbeddedWorkerExtension worker = EmbeddedWorkerExtension.running(NUMBERS);

        @Test
        void unexpected() throws Exception {
            send(worker, 0);
            awaitFailure(worker);
        }

        @Test
        void expected() throws Exception {
            worker.expectFailures();
            send(worker, 0);
            awaitFailure(worker);
        }
    }

    @Test
    void shouldFailATestWhenAMessageFailedAndNobodyExpectedIt() {
        Events events = run(OneMessageFails.class);

        events.assertStatistics(statistics -> statistics.succeeded(1).failed(1));
        events.assertThatEvents()
                .haveExactly(1, event(test("unexpected"), finishedWithFailure(
                        instanceOf(AssertionError.class),
                        message(text -> text.contains("1 messages could not be processed")
                                && text.contains("computation 'divide' failed on a message from 'in'")
                                && text.contains("/ by zero") && text.contains("expectFailures()")))));
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class OneOfTwoFailsWithASharedWorker {

        @RegisterExtension
        static final EmbeddedWorkerExtension WORKER = EmbeddedWorkerExtension.running(NUMBERS);

        @Test
        void aFails() throws Exception {
            send(WORKER, 0);
            awaitFailure(WORKER);
        }

        @Test
        void bPasses() {
            assertThat(WORKER.worker().failureCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldFailOnlyTheTestWithTheFailureWhenTestsShareAWorker() {
        Events events = run(OneOfTwoFailsWithASharedWorker.class);

        events.assertStatistics(statistics -> statistics.succeeded(1).failed(1));
        events.assertThatEvents().haveExactly(1, event(test("aFails"), finishedWithFailure()));
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class KillsAndRestarts {

        @RegisterExtension
        static final EmbeddedWorkerExtension WORKER = EmbeddedWorkerExtension.running(NUMBERS);

        @Test
        void aComesBackOnTheSamePorts() throws Exception {
            int source = WORKER.sourcePort("in");
            int sink = WORKER.sinkPort("out");
            WORKER.kill();
            assertThat(WORKER.worker().state()).isEqualTo(WorkerState.STOPPED);
            WORKER.restart();
            assertThat(WORKER.worker().state()).isEqualTo(WorkerState.RUNNING);
            assertThat(WORKER.sourcePort("in")).isEqualTo(source);
            assertThat(WORKER.sinkPort("out")).isEqualTo(sink);
        }

        @Test
        void bLeavesItDead() {
            assertThat(WORKER.stop()).isZero();
        }

        @Test
        void cFindsItAlive() {
            assertThat(WORKER.worker().state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void shouldBringTheWorkerBackWhenATestEndedIt() {
        run(KillsAndRestarts.class).assertStatistics(statistics -> statistics.succeeded(3).failed(0));
    }

    static class DiesByItself {

        @RegisterExtension
        EmbeddedWorkerExtension worker = EmbeddedWorkerExtension.running(NUMBERS).strict();

        @Test
        void unexpected() throws Exception {
            try (ServerSocket sink = new ServerSocket(worker.sinkPort("out"), 5,
                    InetAddress.getLoopbackAddress())) {
                assertThat(worker.worker().awaitRunning(Duration.ofSeconds(60))).isTrue();
                send(worker, 0);
                assertThat(worker.worker().awaitStopped(Duration.ofSeconds(60))).isTrue();
            }
        }
    }

    @Test
    void shouldFailATestWhenAStrictWorkerDied() {
        Events events = run(DiesByItself.class);

        events.assertThatEvents()
                .haveExactly(1, event(test("unexpected"), finishedWithFailure(
                        message(text -> text.contains("the worker ended by itself")))));
    }
}
