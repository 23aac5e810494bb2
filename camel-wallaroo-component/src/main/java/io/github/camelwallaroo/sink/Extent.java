package io.github.camelwallaroo.sink;

/**
 * Committed output and where it lies: in the records from {@code position} on, with none that does not count among those
 * from {@code start} to {@code end}.
 *
 * @param epoch    which output the offsets belong to
 * @param start    offset of the first byte
 * @param end      offset behind the last byte
 * @param position at the first record, or before it
 * @param until    behind the last record
 * @param adjacent whether nothing that does not count lies between the extent before it and this one
 */
record Extent(long epoch, long start, long end, LogPosition position, LogPosition until,
        boolean adjacent) {

    /** Both as one; the other one follows. */
    Extent with(Extent next) {
        return new Extent(epoch, start, next.end, position, next.until, adjacent);
    }

    boolean continues(Extent before) {
        return adjacent && epoch == before.epoch && start == before.end;
    }
}
