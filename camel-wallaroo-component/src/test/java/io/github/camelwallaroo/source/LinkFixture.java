package io.github.camelwallaroo.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** A link under test, with times that make a test quick. */
final class LinkFixture implements AutoCloseable {

    static final SessionTimes TIMES = new SessionTimes(20, 300, 500, 100, 200, 200, 0, 100, 100);

    /** Nothing happens only because a machine is slow. */
    static final SessionTimes PATIENT = new SessionTimes(20, 600_000, 600_000, 600_000, 600_000, 600_000, 0, 600_000,
            600_000);

    final ConnectorMetrics metrics = new ConnectorMetrics();
    final SessionLink link;

    LinkFixture(SourceOptions options, SessionTimes times) {
        link = new SessionLink(options, times, ConnectorThreads.daemons(), metrics);
        link.start();
    }

    LinkFixture(SourceOptions options) {
        this(options, TIMES);
    }

    static SourceOptions options(boolean resilience, HostPort... workers) {
        return SourceOptions.of("feed", workers[0], Protocol.V1)
                .withWorkers(List.of(workers))
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(20), 0, 0)
                .withSession(SessionOptions.DEFAULT.withResilience(resilience)
                        .withInstanceName("here")
                        .withCookie("Dragons Love Tacos"));
    }

    Result send(String text) throws Exception {
        return send(null, SourceMessage.AUTOMATIC, text);
    }

    /** @return already done if the message was when the call returned */
    Result send(String stream, long id, String text) throws Exception {
        Result result = new Result();
        if (write(stream, id, text, result)) {
            result.completed(null);
        }
        return result;
    }

    boolean write(String stream, long id, String text, Result result) throws Exception {
        return link.send(new SourceMessage(text, 0, null, stream, id), null, text.getBytes(StandardCharsets.UTF_8),
                result);
    }

    @Override
    public void close() {
        link.stop(Duration.ZERO);
    }

    /** Writes down what it hears; rewinds if it is told to. */
    static class Listener implements PositionListener {

        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private final boolean rewinds;

        Listener(boolean rewinds) {
            this.rewinds = rewinds;
        }

        @Override
        public void opened(String stream, PointOfReference position) {
            heard.add("opened " + position);
        }

        @Override
        public void acknowledged(String stream, PointOfReference position) {
            heard.add("acknowledged " + position);
        }

        @Override
        public boolean rewind(String stream, PointOfReference position) {
            heard.add("rewind " + position);
            return rewinds;
        }

        @Override
        public void stopped(String stream, String reason) {
            heard.add("stopped");
        }

        @Override
        public void ended(String stream, PointOfReference last) {
            heard.add("ended " + last);
        }
    }
}
