package io.github.camelwallaroo.worker;

/** Runs a state computation. The steps behind it run under the same lock, so that outputs keep the order of the updates. */
record StateStep(String name, StateTable states, StateComputation<Object, Object, Object> computation, Step next)
        implements
            Step {

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
            Object result;
            try {
                Object state = partition.stateOf(key);
                result = computation.compute(message, state);
                partition.computed(key, state);
            } catch (Throwable e) {
                delivery.failed(FailureKind.COMPUTE, name, e);
                return;
            }
            if (result != null) {
                next.accept(result, delivery);
            }
        } finally {
            partition.unlock();
        }
    }
}
