package io.github.camelwallaroo.benchmarks.route;

import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultEndpoint;

import io.github.camelwallaroo.benchmarks.peer.Progress;

/** The end of a route: an asynchronous producer that counts, and that is done at once unless it is told to be slow. */
public final class CounterEndpoint extends DefaultEndpoint {

    private final Progress exchanges = new Progress("exchanges");
    private volatile long busyNanos;

    public CounterEndpoint(String uri, RouteComponent component, String name) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new Counter();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("a route ends here, and none begins");
    }

    /** What came here since it was made. */
    public Progress exchanges() {
        return exchanges;
    }

    /** From now on every exchange keeps its thread busy for so long. */
    public void setBusyMicros(long micros) {
        busyNanos = TimeUnit.MICROSECONDS.toNanos(micros);
    }

    private final class Counter extends DefaultAsyncProducer {

        private Counter() {
            super(CounterEndpoint.this);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            long nanos = busyNanos;
            if (nanos > 0) {
                long end = System.nanoTime() + nanos;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            exchanges.add(1);
            callback.done(true);
            return true;
        }
    }
}
