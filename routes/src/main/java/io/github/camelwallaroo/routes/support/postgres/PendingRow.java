package io.github.camelwallaroo.routes.support.postgres;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * A row that is not in the database yet, and the exchange that waits for it.
 *
 * @param row      what is to be done
 * @param exchange whose message it is
 * @param done     goes on with the exchange
 */
record PendingRow(RowSource.Row row, Exchange exchange, AsyncCallback done) {

    /** @param failure null if it is committed */
    void complete(Exception failure) {
        if (failure != null) {
            exchange.setException(failure);
        }
        done.done(false);
    }
}
