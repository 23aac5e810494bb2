package io.github.camelwallaroo.architecture.broken.sink;

/** Breaks a rule on purpose. */
public class SleepingSession {
    void run() throws InterruptedException {
        Thread.sleep(1);
    }
}
