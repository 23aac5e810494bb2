package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

/** Generations 0.5 and 0.6 are one way and without handshake, so a source connector can feed a sink connector directly. */
class WallarooRoundTripTest extends CamelTestSupport {

    private final int port = FreePorts.next();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("wallaroo:feed?format=text&port=" + port);
                from("wallaroo:results?format=text&port=" + port).to("mock:out");
            }
        };
    }

    @Test
    void shouldCarryBodiesInOrder() throws Exception {
        MockEndpoint out = getMockEndpoint("mock:out");
        List<Object> sent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sent.add("message " + i);
        }
        out.expectedBodiesReceived(sent);
        sent.forEach(body -> template.sendBody("direct:in", body));
        out.assertIsSatisfied();
    }

    @Test
    void shouldSendEachElementOfAListAsOneMessage() throws Exception {
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived("a", "b", "c");
        template.sendBody("direct:in", List.of("a", "b", "c"));
        out.assertIsSatisfied();
    }

    @Test
    void shouldSetTypedHeadersOnlyWhenAsked() throws Exception {
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedMessageCount(1);
        template.sendBodyAndHeaders("direct:in", "x", Map.of(WallarooConstants.EVENT_TIME, 1543600000000L,
                "CamelHttpUri", "http://elsewhere", "foo", "bar"));
        out.assertIsSatisfied();
        Exchange exchange = out.getExchanges().get(0);
        assertThat(exchange.getIn().getHeaders()).containsOnlyKeys(WallarooConstants.EVENT_TIME,
                WallarooConstants.CONNECTOR_NAME, WallarooConstants.WORKER_ADDRESS);
        assertThat(exchange.getIn().getHeader(WallarooConstants.EVENT_TIME)).isEqualTo(1543600000000L);
        assertThat(exchange.getIn().getHeader(WallarooConstants.CONNECTOR_NAME)).isEqualTo("results");
    }
}
