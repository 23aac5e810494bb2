package io.github.camelwallaroo.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.ScriptedWorker;
import io.github.camelwallaroo.ScriptedWorker.Received;
import io.github.camelwallaroo.WallarooConstants;

/** The routes of docs/component.md for protocol 1, word for word. */
class SessionExamplesTest extends CamelTestSupport {

    private final ScriptedWorker worker = new ScriptedWorker(FreePorts.next()).cookie("Dragons-Love-Tacos");

    @Override
    protected CamelContext createCamelContext() throws Exception {
        worker.start();
        CamelContext context = super.createCamelContext();
        context.getPropertiesComponent().addInitialProperty("port", String.valueOf(worker.port()));
        context.getPropertiesComponent().addInitialProperty("cookie", "Dragons-Love-Tacos");
        return context;
    }

    @AfterEach
    void stopWorker() {
        worker.checkpointingAlways();
        context.stop();
        worker.close();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders")
                        .setHeader(WallarooConstants.STREAM, simple("orders/${header.topic}-${header.partition}"))
                        .setHeader(WallarooConstants.MESSAGE_ID, simple("${header.offset}++"))
                        .to("wallaroo:orders?protocol=1&resilience=true&cookie={{cookie}}&port={{port}}&format=text");
            }
        };
    }

    @Test
    void shouldTakeStreamAndIdFromTheSourcesOwnPosition() throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody("an order");
        exchange.getIn().setHeaders(new HashMap<>(Map.of("topic", "eu", "partition", 3, "offset", 41L)));
        CompletableFuture<Exchange> done = template.asyncSend("direct:orders", exchange);

        await().untilAsserted(() -> assertThat(worker.messages())
                .containsExactly(new Received("orders/eu-3", 42, 0, "", "an order")));
        worker.checkpoint();
        assertThat(done.get(45, TimeUnit.SECONDS).getException()).isNull();
    }
}
