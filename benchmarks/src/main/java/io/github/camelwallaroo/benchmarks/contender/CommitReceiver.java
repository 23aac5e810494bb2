package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelwallaroo.benchmarks.peer.CommittingFlood;
import io.github.camelwallaroo.benchmarks.peer.Progress;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** The plain Java sink of a resilient worker: every message is staged, voted for, committed, delivered, and counted. */
final class CommitReceiver implements Contender {

    private final String name;
    private final Progress delivered = new Progress("messages");
    private Path directory;
    private SinkConnector connector;
    private CommittingFlood flood;
    private long expected;

    CommitReceiver(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double share() {
        return 1;
    }

    @Override
    public void open() throws IOException {
        directory = Files.createTempDirectory("sink-log");
        SinkOptions options = SinkOptions.of(name, new HostPort("127.0.0.1", 0), Protocol.V1);
        connector = SinkConnector.of(
                options.withSession(options.session().withResilience(true).withTransactionLog(directory)),
                Format.of("bytes"), ConnectorThreads.daemons());
        connector.listen(() -> new Counter());
        flood = new CommittingFlood(connector.address().port(), "benchmark-stream");
    }

    private final class Counter implements SinkHandler {

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) {
            delivered.add(1);
            done.done(null);
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
            done.done(cause);
        }
    }

    @Override
    public void run(int messages, byte[] payload) throws InterruptedException {
        expected += messages;
        flood.send(messages, payload);
        delivered.await(expected);
    }

    @Override
    public long peerCpuNanos() {
        return flood.cpuNanos();
    }

    @Override
    public void close() throws IOException {
        flood.close();
        connector.close();
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
