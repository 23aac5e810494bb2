package io.github.camelwallaroo.sink;

/**
 * How far output was delivered.
 *
 * @param epoch  of the output that was delivered last, counted from 1; 0 if nothing ever was
 * @param offset behind the last byte that was delivered
 */
public record Delivered(long epoch, long offset) {

    boolean covers(long otherEpoch, long otherOffset) {
        return otherEpoch < epoch || otherEpoch == epoch && otherOffset <= offset;
    }
}
