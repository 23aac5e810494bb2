package io.github.camelwallaroo;

import org.apache.camel.Service;
import org.apache.camel.spi.ShutdownPrepared;

/** A service of the producer's route whose only purpose is to hear, before Camel waits, that the route is to stop. */
record ShutdownNotice(WallarooProducer producer) implements Service, ShutdownPrepared {

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (!suspendOnly) {
            producer.prepareShutdown(forced);
        }
    }

    @Override
    public void start() {
        // Nothing of its own.
    }

    @Override
    public void stop() {
        // Nothing of its own.
    }
}
