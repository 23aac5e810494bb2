package io.github.camelwallaroo.benchmarks.contender;

import java.time.Duration;

/** One whose application is a Python module: the process of the module's functions is a part of it. */
record ModuleContender(Contender inner) implements Contender {

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public double share() {
        return inner.share();
    }

    @Override
    public void run(int messages, byte[] payload) throws Exception {
        inner.run(messages, payload);
    }

    @Override
    public long peerCpuNanos() {
        return inner.peerCpuNanos();
    }

    /** All processes of this JVM: the others do nothing meanwhile. */
    @Override
    public long childCpuNanos() {
        return ProcessHandle.current()
                .children()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToLong(Duration::toNanos)
                .sum();
    }

    @Override
    public void open() throws Exception {
        inner.open();
    }

    @Override
    public void close() throws Exception {
        inner.close();
    }
}
