package io.github.camelwallaroo.worker.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * A process that feeds numbers to a worker. It remembers nothing: it goes on where the worker says. It writes one line each
 * time it hears of a position: {@code opened STREAM NUMBER}, {@code acknowledged STREAM NUMBER}, and {@code done} when all is
 * safe.
 */
final class FeederProcess {

    static final String OPENED = "opened ";
    static final String ACKNOWLEDGED = "acknowledged ";
    static final String DONE = "done";

    /** The environment variable that holds the cookie. */
    static final String COOKIE = "FEEDER_COOKIE";

    private static final int WRITERS = 2;

    private FeederProcess() {}

    /** @param arguments the worker's port, how many numbers each stream has, and the streams */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        int most = Integer.parseInt(arguments[1]);
        List<String> streams = List.of(arguments).subList(2, arguments.length);
        SourceOptions options = SourceOptions
                .of(Counted.SOURCE, new HostPort("127.0.0.1", Integer.parseInt(arguments[0])), Protocol.V1)
                .withReconnect(Duration.ofMillis(10), Duration.ofMillis(50), 0.3, 0)
                .withMaxPending(500, SourceOptions.DEFAULT_MAX_PENDING_BYTES)
                .withSession(SessionOptions.DEFAULT.withCookie(System.getenv(COOKIE)).withResilience(true));
        CountDownLatch done = new CountDownLatch(streams.size());
        try (SourceConnector connector = SourceConnector.of(options, Format.of("bytes"), ConnectorThreads.daemons())) {
            connector.connect();
            List<Writers.Feed> feeds = new ArrayList<>();
            for (String stream : streams) {
                NumberedSource source = new NumberedSource(stream, () -> Fault.Cost.UNDONE, reopening -> {});
                feeds.add(new Writers.Feed(source, connector));
                connector.open(stream, new Teller(source, most, done));
            }
            try (Writers writers = new Writers(feeds, WRITERS, 1)) {
                writers.allow(most);
                done.await();
                if (writers.failure() != null) {
                    throw new IllegalStateException(writers.failure());
                }
            }
            feeds.forEach(feed -> feed.source().problems().forEach(System.out::println));
            System.out.println(DONE);
        }
    }

    /** Says what a source hears. */
    private record Teller(NumberedSource source, long most, CountDownLatch done) implements PositionListener {

        private static long number(PointOfReference position) {
            return position.isNone() ? 0 : position.value();
        }

        private void tell(String what, String stream, PointOfReference position) {
            System.out.println(what + stream + " " + number(position));
            if (number(position) == most) {
                done.countDown();
            }
        }

        @Override
        public void opened(String stream, PointOfReference position) {
            source.opened(stream, position);
            tell(OPENED, stream, position);
        }

        @Override
        public void acknowledged(String stream, PointOfReference position) {
            source.acknowledged(stream, position);
            tell(ACKNOWLEDGED, stream, position);
        }

        @Override
        public boolean rewind(String stream, PointOfReference position) {
            return source.rewind(stream, position);
        }

        @Override
        public void stopped(String stream, String reason) {
            source.stopped(stream, reason);
            System.out.println("stopped " + stream + " " + reason);
        }
    }
}
