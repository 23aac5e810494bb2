package io.github.camelwallaroo.routes.support;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns a message's body into the bytes of one datagram, or fails this message alone. Bytes go as they are, text as
 * UTF-8, numbers and truth values as their decimal text, all else by Camel's type converters. Stateless.
 *
 * <p>
 * It refuses what a {@code netty:udp} producer would lose: an empty body, which Netty counts as sent without sending,
 * and more bytes than one datagram holds.
 */
public class DatagramBody implements Processor {

    /** The most bytes that one UDP datagram over IPv4 carries. */
    public static final int MAX_BYTES = 65_507;

    @Override
    public void process(Exchange exchange) {
        byte[] bytes = BodyBytes.of(exchange.getMessage().getBody(), exchange.getContext());
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the message is empty, and an empty datagram would not be sent;"
                    + " leave such messages out in the application");
        }
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a message of " + bytes.length + " bytes does not fit into one UDP"
                    + " datagram, which holds " + MAX_BYTES + "; make the application's output smaller or use another"
                    + " sink");
        }
        exchange.getMessage().setBody(bytes);
    }
}
