package io.github.camelwallaroo.worker;

/** Runs a state computation with any number of outputs, as {@link StateStep} does. */
record MultiStateStep(String name, StateTable states, MultiStateComputation<Object, Object, Object> computation,
        Step next) implements Step {

    @Override
    public void accept(Object message, Delivery delivery) {
        Object key = delivery.key();
        StateTable.Partition partition;
        try {
            partition = states.partition(key);
        } catch (Throwable e) {
            delivery.failed(FailureKind.COMPUTE, name, e);
            return;
        }
        partition.lock();
        try {
            Object state;
            Iterable<?> results;
            try {
                state = partition.stateOf(key);
                results = computation.compute(message, state);
            } catch (Throwable e) {
                delivery.failed(FailureKind.COMPUTE, name, e);
                return;
            }
            delivery.each(name, results, next);
            try {
                partition.computed(key, state);
            } catch (Throwable e) {
                delivery.failed(FailureKind.COMPUTE, name, e);
            }
        } finally {
            partition.unlock();
        }
    }
}
