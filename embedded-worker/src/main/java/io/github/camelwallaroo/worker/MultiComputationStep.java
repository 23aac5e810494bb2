package io.github.camelwallaroo.worker;

/** Runs a stateless computation with any number of outputs. */
record MultiComputationStep(String name, MultiComputation<Object, Object> computation, Step next) implements Step {

    @Override
    public void accept(Object message, Delivery delivery) {
        Iterable<?> results;
        try {
            results = computation.compute(message);
        } catch (Throwable e) {
            delivery.failed(FailureKind.COMPUTE, name, e);
            return;
        }
        delivery.each(name, results, next);
    }
}
