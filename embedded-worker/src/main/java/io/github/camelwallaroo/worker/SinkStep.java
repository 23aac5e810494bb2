package io.github.camelwallaroo.worker;

/** The end of a way through an application: encodes an output and leaves it for the sink. */
record SinkStep(OutputEncoder sink) implements Step {

    @Override
    public void accept(Object message, Delivery delivery) {
        byte[] payload;
        try {
            Object key = delivery.key();
            payload = sink.encode(message, key == null ? null : key.toString());
        } catch (Throwable e) {
            delivery.failed(FailureKind.ENCODE, sink.name(), e);
            return;
        }
        delivery.output(sink, payload);
    }
}
