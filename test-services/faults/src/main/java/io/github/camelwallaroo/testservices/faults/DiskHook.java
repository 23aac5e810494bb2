package io.github.camelwallaroo.testservices.faults;

import java.io.IOException;

/** Stands by at every change of a {@link HookedDisk}. Called by the thread that makes it. */
public interface DiskHook {

    /** Nothing of it has happened. @throws IOException to make it fail */
    void before(DiskOperation operation) throws IOException;

    /** Half of what is to be written is. */
    default void amid(DiskOperation write) {}

    /** It has happened. */
    default void after(DiskOperation operation) {}
}
