package io.github.camelwallaroo.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

import io.github.camelwallaroo.benchmarks.contender.BenchContext;
import io.github.camelwallaroo.benchmarks.contender.Contenders;
import io.github.camelwallaroo.benchmarks.contender.RouteReceiver;

/** Floods our consumer behind a slow route and looks at what stays alive: back-pressure must reach the sender's socket. */
final class HeapCheck {

    static final long BUSY_MICROS = 10;
    static final int FLAT_MIB = 8;
    static final double MIB = 1024 * 1024;

    private static final int LOOKS = 5;
    private static final int PAYLOAD = 100;

    private HeapCheck() {}

    /**
     * @param messages sent
     * @param least    live bytes, of all looks
     * @param most     likewise
     */
    record Result(int messages, long least, long most) {

        boolean isFlat() {
            return most - least <= FLAT_MIB * MIB;
        }
    }

    /** @param messages sent; far more than fit between the two ends are needed to see anything */
    static Result run(BenchContext context, int messages) throws Exception {
        RouteReceiver receiver = Contenders.receiver("receive-slow", context);
        receiver.open();
        try {
            receiver.counter().setBusyMicros(BUSY_MICROS);
            receiver.begin(messages, new byte[PAYLOAD]);
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int look = 1; look <= LOOKS; look++) {
                receiver.counter().exchanges().await((long) messages * look / LOOKS);
                System.gc();
                long live = liveBytes();
                least = Math.min(least, live);
                most = Math.max(most, live);
            }
            return new Result(messages, least, most);
        } finally {
            receiver.close();
        }
    }

    /** @return bytes of heap that the last collection found alive */
    private static long liveBytes() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            sum += usage == null ? 0 : usage.getUsed();
        }
        return sum;
    }
}
