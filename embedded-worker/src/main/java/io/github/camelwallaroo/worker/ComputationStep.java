package io.github.camelwallaroo.worker;

/** Runs a stateless computation. */
record ComputationStep(String name, Computation<Object, Object> computation, Step next) implements Step {

    @Override
    public void accept(Object message, Delivery delivery) {
        Object result;
        try {
            result = computation.compute(message);
        } catch (Throwable e) {
            delivery.failed(FailureKind.COMPUTE, name, e);
            return;
        }
        if (result != null) {
            next.accept(result, delivery);
        }
    }
}
