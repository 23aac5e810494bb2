package io.github.camelwallaroo.routes.support.postgres;

import java.util.List;

import org.apache.camel.Exchange;

import io.github.camelwallaroo.routes.support.once.MessagePosition;

/** Makes a statement and its values of a message. Any thread. */
interface RowSource {

    /**
     * A row to be.
     *
     * @param sql      with question marks
     * @param values   for them
     * @param position of the message, by which it is recognised when it comes again; null if it has none
     */
    record Row(String sql, List<Object> values, MessagePosition position) {}

    /** @throws IllegalArgumentException if the message does not fit; it does not say what is in it */
    Row row(Exchange exchange);

    /** A statement that can be prepared to see whether the table has what it needs. */
    String probe();

    /** What the parameters are called that failures are about. */
    PostgresFault fault();
}
