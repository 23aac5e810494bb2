package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.WallarooConstants;

class MessageKeyTest {

    private final CamelContext context = new DefaultCamelContext();
    private final MessageKey key = new MessageKey();

    @Test
    void shouldKeepTheKeyThatTheMessageHas() {
        key.setKey("other");
        Exchange exchange = message("21.5");
        exchange.getMessage().setHeader(WallarooConstants.KEY, "cellar");

        key.process(exchange);

        assertThat(exchange.getMessage().getHeader(WallarooConstants.KEY)).isEqualTo("cellar");
    }

    @Test
    void shouldGiveAConstant() {
        key.setKey("latest");

        assertThat(keyOf("21.5")).isEqualTo("latest");
    }

    @Test
    void shouldGiveWhatTheExpressionSays() {
        key.setKey("reading-${body}");

        assertThat(keyOf("21.5")).isEqualTo("reading-21.5");
        assertThat(keyOf("22")).isEqualTo("reading-22");
    }

    @Test
    void shouldFailAMessageThatGetsNoKeyAndSayWhatHelps() {
        key.setParameter("field");
        assertThatThrownBy(() -> keyOf("21.5")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no key")
                .hasMessageContaining("key-value")
                .hasMessageContaining("parameter field");

        key.setKey("${header.nothing}");
        assertThatThrownBy(() -> keyOf("21.5")).hasMessageContaining("parameter field gives it none");
    }

    @Test
    void shouldLeaveAMessageWithoutAKeyWhereNoneIsRequired() {
        key.setRequired(false);

        assertThat(keyOf("21.5")).isNull();
    }

    private Object keyOf(String body) {
        Exchange exchange = message(body);
        key.process(exchange);
        return exchange.getMessage().getHeader(WallarooConstants.KEY);
    }

    private Exchange message(String body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
