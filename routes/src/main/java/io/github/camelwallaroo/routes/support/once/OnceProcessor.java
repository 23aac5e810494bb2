package io.github.camelwallaroo.routes.support.once;

import java.util.List;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A step of a route that commits what exchanges bring, many together if many are under way ({@code maxInFlight} of the
 * consumer), in a thread of its own. An exchange is done when its effect is committed, and fails when it is not: then the
 * {@code wallaroo:} consumer stands still at its message and brings it again.
 */
abstract class OnceProcessor<T> extends AsyncProcessorSupport {

    private GroupCommit<T> commits;

    /** What the exchange brings. Called by the thread that brings it. */
    abstract T item(Exchange exchange);

    /** Before the first commit. */
    abstract void open() throws Exception;

    /** Completes every item. */
    abstract void commit(List<GroupCommit.Pending<T>> batch);

    /** After the last commit. */
    abstract void release() throws Exception;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        T item;
        try {
            item = item(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        commits.submit(item, failure -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }

    @Override
    protected void doStart() throws Exception {
        open();
        commits = new GroupCommit<>(getClass().getSimpleName(), this::commit);
    }

    @Override
    protected void doStop() throws Exception {
        if (commits != null) {
            commits.stop();
            commits = null;
            release();
        }
    }
}
