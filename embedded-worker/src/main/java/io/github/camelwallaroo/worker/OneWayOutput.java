package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.HostPort;

/** The way of all workers' outputs to a sink of generation 0.5 or 0.6. */
final class OneWayOutput implements SinkOutput {

    private final OutputEncoder sink;
    private final SinkLink link;
    private final OutputQueue queue;
    private final OneWayCodec codec;
    private final LongAdder total = new LongAdder();

    OneWayOutput(OutputEncoder sink, SinkLink link) {
        this.sink = sink;
        this.link = link;
        this.queue = new OutputQueue(link::send);
        this.codec = OneWayCodec.of(sink.config().protocol());
    }

    @Override
    public OutputEncoder sink() {
        return sink;
    }

    @Override
    public int worker() {
        return 0;
    }

    @Override
    public HostPort address() {
        return link.address();
    }

    @Override
    public void start() {
        link.start();
    }

    @Override
    public void tick() {
        link.tick();
    }

    @Override
    public void add(byte[] payload) {
        queue.add(new OutputFrame(codec, payload));
        total.increment();
    }

    @Override
    public void addAll(List<byte[]> payloads) {
        queue.addAll(payloads.stream().map(payload -> new OutputFrame(codec, payload)).toList());
        total.add(payloads.size());
    }

    @Override
    public void flush() {
        queue.flush();
    }

    @Override
    public boolean isConnected() {
        return link.isConnected();
    }

    @Override
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return link.awaitConnected(timeout);
    }

    @Override
    public long waiting() {
        return Math.max(0, total.sum() - sink.metrics().get(Metric.SENT) - link.lost());
    }

    @Override
    public boolean isTransactional() {
        return false;
    }

    @Override
    public WorkerStatus.Sink status() {
        return new WorkerStatus.Sink(sink.name(), address().toString(), sink.config().protocol().text(), worker(),
                isConnected(), link.status().text(), sink.metrics().get(Metric.SENT), waiting(), Optional.empty());
    }

    @Override
    public void cut() {
        link.cut();
    }

    @Override
    public void finish(Duration timeout) throws InterruptedException {
        link.finish(timeout);
    }

    @Override
    public void close() {
        link.close();
        queue.close();
    }
}
