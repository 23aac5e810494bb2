package io.github.camelwallaroo.routes.launcher;

import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for the end that the system asks for (Ctrl-C, a plain kill), and does then what has to be done in order. */
final class StopSignal {

    /** Something that waits. */
    @FunctionalInterface
    interface Wait {
        void end() throws InterruptedException;
    }

    private StopSignal() {}

    /**
     * Waits, and has {@code stop} done when the program is asked to end meanwhile. The program ends when that is done.
     *
     * @return whether it was asked to
     */
    static boolean await(Wait wait, Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.set(true);
            stop.run();
        }, "stop"));
        try {
            wait.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return asked.get();
    }
}
