package io.github.camelwallaroo.source;

import java.util.concurrent.CountDownLatch;

import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.NotSentException;

/** Lets the thread that wrote a message wait for it. */
final class BlockingCompletion implements Completion {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Exception failure;

    @Override
    public void completed(Exception reason) {
        failure = reason;
        done.countDown();
    }

    void await() throws Exception {
        done.await();
        if (failure instanceof NotSentException notSent) {
            // A new one, for its stack trace shows who was waiting.
            throw new NotSentException(notSent.getMessage(), notSent);
        }
        if (failure != null) {
            throw failure;
        }
    }
}
