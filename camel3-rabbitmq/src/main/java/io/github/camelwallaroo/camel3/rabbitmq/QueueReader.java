package io.github.camelwallaroo.camel3.rabbitmq;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;

import io.github.camelwallaroo.routes.support.rabbitmq.RabbitFault;

/**
 * Reads a queue for an endpoint's consumer, over one connection after the other. When it is cancelled no more messages come, and
 * the connection stays until those under way are answered. It runs in a thread of its own; its methods may be called by any.
 */
final class QueueReader implements Runnable {

    private static final int CLOSE_MILLIS = 5_000;

    private final RabbitBroker broker;
    /** Not the endpoint's, which is gone before the last message is answered. */
    private final ExecutorService executor;
    private final int prefetch;
    private final boolean exclusive;
    private final Consumer consumer;
    private QueueSession session;
    private boolean cancelled;

    QueueReader(RabbitBroker broker, ExecutorService executor, int prefetch, boolean exclusive, Consumer consumer) {
        this.broker = broker;
        this.executor = executor;
        this.prefetch = prefetch;
        this.exclusive = exclusive;
        this.consumer = consumer;
    }

    @Override
    public void run() {
        try {
            while (!isCancelled()) {
                try {
                    consume(broker.connect(executor));
                } catch (IOException | TimeoutException | RuntimeException e) {
                    failed(RabbitFault.explain(e));
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdown();
            broker.finished(this);
        }
    }

    /** Returns when the connection is of no use any more. */
    private void consume(Connection connection) throws IOException, InterruptedException {
        try {
            QueueSession made = new QueueSession(this, connection.createChannel(), consumer);
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                session = made;
            }
            Channel channel = made.channel();
            channel.basicQos(prefetch);
            // Before it may be told that nothing comes any more.
            channel.addShutdownListener(signal -> made.lost(RabbitFault.explain(signal)));
            channel.basicConsume(broker.queue(), false, "", false, exclusive, null, made);
            broker.status().up();
            made.awaitEnd();
        } finally {
            connection.abort(CLOSE_MILLIS);
        }
    }

    /** Whatever becomes of a connection when nothing is to be read any more is no failure. */
    void failed(String why) {
        if (!isCancelled()) {
            broker.status().down(why);
        }
    }

    private synchronized void pause() throws InterruptedException {
        session = null;
        if (!cancelled) {
            wait(broker.recoveryInterval());
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** No more messages. */
    void cancel() {
        QueueSession last;
        synchronized (this) {
            cancelled = true;
            notifyAll();
            last = session;
        }
        if (last != null) {
            last.cancel();
        }
    }

    /** At once; what is under way comes again. */
    void close() {
        cancel();
        QueueSession last;
        synchronized (this) {
            last = session;
        }
        if (last != null) {
            last.lost("closed");
        }
    }
}
