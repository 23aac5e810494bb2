package io.github.camelwallaroo.worker;

/** Gives a message its key. */
record KeyStep(KeyExtractor<Object> extractor, Step next) implements Step {

    private static final String NAME = "keyBy";

    @Override
    public void accept(Object message, Delivery delivery) {
        Object key;
        try {
            key = extractor.keyOf(message);
            check(key);
        } catch (Throwable e) {
            delivery.failed(FailureKind.COMPUTE, NAME, e);
            return;
        }
        delivery.key(key);
        next.accept(message, delivery);
    }

    private static void check(Object key) throws MessageRejectedException {
        if (key == null) {
            throw new MessageRejectedException("the key extractor gave null; expected a key for every message");
        }
        if (key.getClass().isArray()) {
            throw new MessageRejectedException("the key extractor gave a " + key.getClass().getSimpleName()
                    + ", and arrays are equal to themselves only; expected a key that is equal by value, such as a String");
        }
    }
}
