package io.github.camelwallaroo.routes.support;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.URISupport;

import io.github.camelwallaroo.python.PythonTraceback;

/**
 * A Camel endpoint that takes messages which cannot be delivered: the message as it was, and in headers what is known about
 * its failure. The names do not begin with {@code Camel}, since most endpoints keep such headers to themselves. Any thread.
 */
public final class DeadLetter implements AutoCloseable {

    /** What went wrong, text: one line, and behind it the traceback if it went wrong in a function in Python. */
    public static final String CAUSE = "wallaroo-cause";
    /** The connector's name, text. */
    public static final String CONNECTOR = "wallaroo-connector";
    /** What the message came from or belongs to: a stream, queue, channel; text, absent when there is none. */
    public static final String STREAM = "wallaroo-stream";
    /** Where in the stream it stood, text; absent when it has no position. */
    public static final String POSITION = "wallaroo-position";

    private final String uri;
    private final ProducerTemplate template;

    /** @param uri any Camel endpoint's */
    public DeadLetter(CamelContext context, String uri) {
        this.uri = uri;
        this.template = context.createProducerTemplate();
    }

    /**
     * Sends a copy of the message and returns when the endpoint has it.
     *
     * @param  reason    what went wrong, in one line
     * @param  cause     the failure itself; may be null
     * @param  connector the connector's name
     * @param  stream    see {@link #STREAM}; may be null
     * @param  position  see {@link #POSITION}; may be null
     * @throws Exception the endpoint's failure
     */
    public void send(Exchange failed, String reason, Throwable cause, String connector, Object stream,
            Object position) throws Exception {
        Exchange sent = template.send(uri, copy -> {
            Message message = failed.getMessage().copy();
            copy.setPattern(ExchangePattern.InOnly);
            message.removeHeaders("wallaroo-*");
            message.setHeader(CAUSE, PythonTraceback.of(cause).map(trace -> reason + "\n" + trace).orElse(reason));
            message.setHeader(CONNECTOR, connector);
            if (stream != null) {
                message.setHeader(STREAM, stream.toString());
            }
            if (position != null) {
                message.setHeader(POSITION, position.toString());
            }
            copy.setMessage(message);
        });
        if (sent.getException() != null) {
            throw sent.getException();
        }
    }

    /** Without options, which may hold secrets. */
    @Override
    public String toString() {
        return URISupport.sanitizeUri(uri).replaceFirst("\\?.*", "");
    }

    @Override
    public void close() throws Exception {
        template.close();
    }
}
