package io.github.camelwallaroo.routes.launcher;

import java.io.PrintWriter;

/**
 * Where the program speaks: answers to {@code out}, everything about its own work to {@code err}.
 *
 * @param out what was asked for
 * @param err what went wrong, and what is going on
 */
record Console(PrintWriter out, PrintWriter err) {

    private static final String NAME = "wallaroo-connectors: ";

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void warn(String line) {
        err.println(NAME + "warning: " + line);
        err.flush();
    }

    void fail(String line) {
        err.println(NAME + line);
        err.flush();
    }
}
