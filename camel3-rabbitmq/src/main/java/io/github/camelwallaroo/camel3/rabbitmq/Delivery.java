package io.github.camelwallaroo.camel3.rabbitmq;

import java.util.concurrent.atomic.AtomicBoolean;

/** A message on its way: by which channel it came, and what the broker is told about it, once. Any thread. */
final class Delivery {

    /** The header in which it gets from the channel to the route's first step, and the exchange's property then. */
    static final String HEADER = "wallaroo.rabbitmq.delivery";

    private final QueueSession session;
    private final long tag;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile boolean taken;
    private volatile boolean handedOver;

    Delivery(QueueSession session, long tag) {
        this.session = session;
        this.tag = tag;
    }

    /** The route has it, and will say what becomes of it. */
    void take() {
        taken = true;
    }

    /** The exchange that brought it has given it to another one. */
    void handOver() {
        handedOver = true;
    }

    boolean isHandedOver() {
        return handedOver;
    }

    void acknowledge() {
        answer(channel -> channel.basicAck(tag, false));
    }

    /** The broker moves it to the dead letter exchange. */
    void reject() {
        answer(channel -> channel.basicReject(tag, false));
    }

    /** Back into the queue. */
    void putBack() {
        answer(channel -> channel.basicNack(tag, false, true));
    }

    /** No answer: it comes again on the next connection. */
    void leave() {
        answer(channel -> {});
    }

    /** The endpoint was stopped meanwhile. */
    void leaveUnlessTaken() {
        if (!taken) {
            leave();
        }
    }

    boolean isLast() {
        return session.isCancelled();
    }

    private void answer(QueueSession.Answer answer) {
        if (answered.compareAndSet(false, true)) {
            session.answer(answer);
        }
    }
}
