package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.testservices.faults.DiskHook;
import io.github.camelwallaroo.testservices.faults.DiskOperation;
import io.github.camelwallaroo.testservices.faults.HookedDisk;
import io.github.camelwallaroo.testservices.faults.KillPoint;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** A sink in a process of its own, which stands still at a step of its work to be killed there. */
final class SinkProcess {

    /** Begins the line that says where it listens. */
    static final String PORT = "port ";
    /** Begins a line about deliveries that no sink may make. */
    static final String WRONG = "wrong ";
    /** Delivered messages after which the position is logged; time plays no part. */
    static final int DELIVERED_FLUSH = 5;

    private static final Duration NEVER = Duration.ofDays(1);

    private SinkProcess() {}

    /** What is done with a message. */
    enum Effect {

        /** Written where it belongs in a file, once. */
        EXACT,

        /** Noted whenever it comes. */
        NOTED
    }

    /** @param arguments directory, {@link Effect}, the step to stand still at or 0 */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        Path directory = Path.of(arguments[0]);
        KillPoint point = new KillPoint(Integer.parseInt(arguments[2]), System.out);
        SinkHandler effect = Effect.valueOf(arguments[1]) == Effect.EXACT
                ? new ExactFile(HookedDisk.of(directory, point).resolve(ExactFile.NAME), point)
                : new DeliveryNotes(directory.resolve(DeliveryNotes.NAME), point);
        SinkOptions options = SinkOptions.of(ModelFrames.IDENTITY.connector(), new HostPort("127.0.0.1", 0),
                Protocol.V1);
        SinkSessionOptions session = options.session()
                .withCookie(ModelFrames.COOKIE)
                .withResilience(true)
                .withTransactionLog(HookedDisk.of(directory.resolve("log"), new FewReserves(point)))
                .withDeliveredFlush(DELIVERED_FLUSH, NEVER);
        SinkConnector sink = SinkConnector.of(options.withSession(session), Format.of("bytes"),
                ConnectorThreads.daemons());
        sink.listen(() -> effect);
        System.out.println(PORT + sink.address().port());
        // Its threads are daemons.
        Thread.currentThread().join();
    }

    /** The reserve is written in many small pieces, one of which is enough. */
    private record FewReserves(DiskHook next) implements DiskHook {

        private static boolean counts(DiskOperation operation) {
            return !operation.file().equals(SpaceReserve.FILE) || operation.kind() != DiskOperation.Kind.WRITE;
        }

        @Override
        public void before(DiskOperation operation) throws IOException {
            if (counts(operation)) {
                next.before(operation);
            }
        }

        @Override
        public void amid(DiskOperation write) {
            if (counts(write)) {
                next.amid(write);
            }
        }

        @Override
        public void after(DiskOperation operation) {
            if (counts(operation)) {
                next.after(operation);
            }
        }
    }
}
