package io.github.camelwallaroo.worker;

/** What failed. */
public enum FailureKind {

    /** A source's decoder refused a payload, or gave another type than the pipeline expects. */
    DECODE("decoder"),

    /** A computation, state computation or key extractor threw. */
    COMPUTE("computation"),

    /** A sink's encoder refused an output, or the output is larger than the sink's frames. */
    ENCODE("encoder");

    private final String noun;

    FailureKind(String noun) {
        this.noun = noun;
    }

    String noun() {
        return noun;
    }
}
