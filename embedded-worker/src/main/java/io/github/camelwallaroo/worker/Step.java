package io.github.camelwallaroo.worker;

/**
 * One step of a running pipeline; it calls the next one itself, in the same thread. Failures of the user's functions end
 * here and go to {@link Delivery#failed}; nothing of them reaches the step before.
 */
@FunctionalInterface
interface Step {

    /** @param message never null */
    void accept(Object message, Delivery delivery);
}
