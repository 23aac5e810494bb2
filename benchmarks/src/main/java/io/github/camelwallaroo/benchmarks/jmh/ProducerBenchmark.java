package io.github.camelwallaroo.benchmarks.jmh;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.github.camelwallaroo.benchmarks.peer.DrainServer;

/** The producer alone, without a route and without making exchanges, over a socket to a peer that keeps up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProducerBenchmark {

    private static final AsyncCallback NOBODY = doneSync -> {};

    @Param({"4", "100", "1024"})
    private int payloadSize;

    private DrainServer server;
    private CamelContext context;
    private AsyncProducer producer;
    private Exchange exchange;

    @Setup
    public void start() throws Exception {
        server = new DrainServer();
        context = new DefaultCamelContext();
        context.start();
        producer = context.getEndpoint("wallaroo:bench?port=" + server.port()).createAsyncProducer();
        producer.start();
        exchange = producer.getEndpoint().createExchange();
        exchange.getIn().setBody(new byte[payloadSize]);
    }

    @TearDown
    public void stop() throws IOException {
        producer.stop();
        context.stop();
        server.close();
    }

    /** The caller does not wait for its messages. */
    @Benchmark
    public boolean processWithoutWaiting() {
        return producer.process(exchange, NOBODY);
    }

    /** The caller waits for each of its messages. */
    @Benchmark
    public void processAndWait() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        producer.process(exchange, doneSync -> done.countDown());
        done.await();
    }
}
