package io.github.camelwallaroo.testservices.faults;

/**
 * A change of what is on a disk.
 *
 * @param file the last name of the path
 */
public record DiskOperation(Kind kind, String file) {

    /** What is changed. */
    public enum Kind {
        CREATE,
        WRITE,
        /** Of a file or a directory. */
        FORCE,
        TRUNCATE,
        MOVE,
        DELETE
    }

    @Override
    public String toString() {
        return kind + " " + file;
    }
}
