package io.github.camelwallaroo.routes.support.once;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

import io.github.camelwallaroo.WallarooConstants;

/** Hands messages to a step as the {@code wallaroo:} consumer does with several under way. */
final class Delivery {

    private final CamelContext context;
    private final OnceProcessor<?> step;

    Delivery(CamelContext context, OnceProcessor<?> step) {
        this.context = context;
        this.step = step;
    }

    Exchange message(String stream, long offset, Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(WallarooConstants.CONNECTOR_NAME, "conversion");
        exchange.getMessage().setHeader(WallarooConstants.STREAM, stream);
        exchange.getMessage().setHeader(WallarooConstants.EPOCH, 1L);
        exchange.getMessage().setHeader(WallarooConstants.OFFSET, offset);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    /** All at once. @return what became of each: null, or why it failed */
    List<Exception> deliver(Exchange... exchanges) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(exchanges.length);
        for (Exchange exchange : exchanges) {
            step.process(exchange, doneSync -> done.countDown());
        }
        if (!done.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError(done.getCount() + " of " + exchanges.length + " were never done");
        }
        List<Exception> failures = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            failures.add(exchange.getException());
        }
        return failures;
    }
}
