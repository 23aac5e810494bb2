package io.github.camelwallaroo.routes.support;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;

import io.github.camelwallaroo.WallarooConstants;

/**
 * Gives each message a key that has none, for sinks that need one: a constant, or an expression in Camel's simple language
 * such as <code>${body}</code>. Keys that messages bring along stay. Any thread.
 */
public class MessageKey implements Processor, CamelContextAware {

    private CamelContext camelContext;
    private String key = "";
    private String parameter = "key";
    private boolean required = true;
    private Expression expression;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The constant or expression; empty for none: messages without a key fail, or stay so if none is required. */
    public void setKey(String key) {
        this.key = key;
    }

    /** What this is called among the connector's parameters. */
    public void setParameter(String parameter) {
        this.parameter = parameter;
    }

    /** Whether messages fail that have no key in the end. */
    public void setRequired(boolean required) {
        this.required = required;
    }

    @Override
    public void process(Exchange exchange) {
        if (exchange.getMessage().getHeader(WallarooConstants.KEY) != null || key.isEmpty() && !required) {
            return;
        }
        String found = key.isEmpty() ? null : expression(exchange.getContext()).evaluate(exchange, String.class);
        if (found == null || found.isEmpty()) {
            throw new IllegalArgumentException("the message has no key"
                    + (key.isEmpty()
                            ? "; choose a format that carries keys, such as key-value, or say with parameter "
                                    + parameter
                                    + " what messages without one are to have"
                            : ", and parameter " + parameter + " gives it none"));
        }
        exchange.getMessage().setHeader(WallarooConstants.KEY, found);
    }

    private synchronized Expression expression(CamelContext context) {
        if (expression == null) {
            expression = context.resolveLanguage("simple").createExpression(key);
            expression.init(context);
        }
        return expression;
    }
}
