package io.github.camelwallaroo.benchmarks.route;

import java.util.concurrent.Semaphore;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** The beginning of a route that one caller drives, who keeps many exchanges in flight. */
public final class CallerEndpoint extends DefaultEndpoint {

    /** Exchanges that are begun and not done at one time. */
    public static final int IN_FLIGHT = 1000;

    private volatile Caller caller;

    public CallerEndpoint(String uri, RouteComponent component, String name) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("a route begins here, and none ends");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        caller = new Caller(this, processor);
        return caller;
    }

    /** The route that begins here. */
    public Caller caller() {
        return caller;
    }

    /** Sends bodies through the route, from the thread that calls. */
    public static final class Caller extends DefaultConsumer {

        private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
        private volatile Exception failure;

        private Caller(CallerEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        /**
         * Sends a body many times over; returns when all exchanges are done.
         *
         * @throws Exception that one of them failed with
         */
        public void call(Object body, int times) throws Exception {
            for (int i = 0; i < times && failure == null; i++) {
                Exchange exchange = createExchange(false);
                exchange.getIn().setBody(body);
                inFlight.acquire();
                getAsyncProcessor().process(exchange, doneSync -> done(exchange));
            }
            inFlight.acquire(IN_FLIGHT);
            inFlight.release(IN_FLIGHT);
            if (failure != null) {
                throw failure;
            }
        }

        private void done(Exchange exchange) {
            if (exchange.getException() != null) {
                failure = exchange.getException();
            }
            releaseExchange(exchange, false);
            inFlight.release();
        }
    }
}
