package io.github.camelwallaroo.sink;

/**
 * How far output was delivered.
 *
 * @param offset behind the last byte that was
 */
record Delivered(long epoch, long offset) {

    boolean covers(long otherEpoch, long otherOffset) {
        return otherEpoch < epoch || otherEpoch == epoch && otherOffset <= offset;
    }
}
