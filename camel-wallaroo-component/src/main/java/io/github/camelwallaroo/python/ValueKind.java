package io.github.camelwallaroo.python;

/** What a body in a {@link BlockWriter block} is; {@code wallaroo_host/values.py} has the same table. */
final class ValueKind {

    static final byte NONE = 'N';
    static final byte TRUE = 'T';
    static final byte FALSE = 'F';
    static final byte INT = 'I';
    static final byte BIG = 'G';
    static final byte FLOAT = 'D';
    static final byte DECIMAL = 'R';
    static final byte TEXT = 'S';
    static final byte BYTES = 'B';
    static final byte LIST = 'L';
    static final byte DICT = 'M';
    static final byte PAIR = 'P';
    static final byte ERROR = 'E';

    /** Lists and dicts within each other. */
    static final int MOST_NESTED = 100;

    private ValueKind() {}
}
