package io.github.camelwallaroo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Runs the component, as compiled against one Camel, on whatever Camel is on the class path. A program and not a test, for
 * it has to run in a JVM of its own: {@code bin/test-camel-versions}.
 */
public final class CamelVersionsCheck {

    private final BlockingQueue<Exchange> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> committed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();

    private CamelVersionsCheck() {}

    public static void main(String[] args) throws Exception {
        new CamelVersionsCheck().run();
    }

    private void run() throws Exception {
        int port = FreePorts.next();
        int committing = FreePorts.next();
        Path transactionLog = Files.createTempDirectory("camel-versions");
        ScriptedWorker worker = new ScriptedWorker(FreePorts.next()).cookie("hush").checkpointingAlways().start();
        CommittingWorker results = new CommittingWorker(committing, "initializer").cookie("hush");
        try (worker; results; CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("wallaroo:results?format=key-value&port=" + port).routeId("results")
                            .process(exchange -> received.add(exchange.copy()));
                    from("wallaroo:kept?protocol=1&resilience=true&cookie=hush&format=text&retryDelay=10ms&port="
                            + committing + "&transactionLog=" + transactionLog).routeId("kept")
                            .process(exchange -> committed.add(exchange.copy()))
                            .filter(header(WallarooConstants.REDELIVERED).isNull())
                            .throwException(new IllegalStateException("not at the first time"));
                    from("direct:in").routeId("feed")
                            .onException(Exception.class)
                            .handled(true)
                            .process(exchange -> failures
                                    .add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                            .end()
                            .to("wallaroo:feed?format=key-value&reconnectDelay=10&port=" + port);
                    from("direct:safe").routeId("safe")
                            .to("wallaroo:feed?protocol=1&resilience=true&cookie=hush&format=text&port="
                                    + worker.port());
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            template.sendBodyAndHeader("direct:in", "value", WallarooConstants.KEY, "key");
            Exchange first = received.poll(45, TimeUnit.SECONDS);
            expect("value", first.getIn().getBody(String.class));
            expect("key", first.getIn().getHeader(WallarooConstants.KEY));
            expect("results", first.getIn().getHeader(WallarooConstants.CONNECTOR_NAME));

            List<String> batch = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                batch.add("m" + i);
            }
            template.sendBodyAndHeader("direct:in", batch, WallarooConstants.KEY, "k");
            for (String body : batch) {
                expect(body, received.poll(45, TimeUnit.SECONDS).getIn().getBody(String.class));
            }

            template.sendBody("direct:in", 42);
            expect(true, failures.poll(45, TimeUnit.SECONDS) != null);

            context.getRouteController().suspendRoute("results");
            context.getRouteController().resumeRoute("results");
            context.getRouteController().stopRoute("results");
            context.getRouteController().startRoute("results");
            template.sendBodyAndHeader("direct:in", "again", WallarooConstants.KEY, "key");
            template.sendBodyAndHeader("direct:in", "and again", WallarooConstants.KEY, "key");
            Exchange last = received.poll(45, TimeUnit.SECONDS);
            expect(true, last != null);

            template.sendBodyAndHeader("direct:safe", "covered", WallarooConstants.MESSAGE_ID, 7L);
            expect(List.of("covered"), worker.texts());
            expect(List.of(), worker.offences());

            results.connect().checkpoint("committed");
            Exchange kept = committed.poll(45, TimeUnit.SECONDS);
            expect("committed", kept.getIn().getBody());
            String id = "kept/" + results.stream() + "/" + kept.getIn().getHeader(WallarooConstants.EPOCH) + "/0";
            expect(id, kept.getIn().getHeader(WallarooConstants.MESSAGE_ID));
            expect(id, kept.getIn().getMessageId());
            Exchange again = committed.poll(45, TimeUnit.SECONDS);
            expect(true, again.getIn().getHeader(WallarooConstants.REDELIVERED));
            context.getRouteController().stopRoute("kept");
            context.getRouteController().startRoute("kept");
            results.connect().checkpoint("more");
            expect("more", committed.poll(45, TimeUnit.SECONDS).getIn().getBody());
            System.out.println(
                    "Camel " + context.getVersion() + " on Java " + System.getProperty("java.version") + ": works");
        }
    }

    private static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }
}
