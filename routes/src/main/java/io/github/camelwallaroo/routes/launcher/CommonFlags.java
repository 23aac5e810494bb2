package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import picocli.CommandLine.Model.OptionSpec;

/** Flags that several commands share. */
final class CommonFlags {

    static final String VERBOSE = "--verbose";
    static final String CLASSPATH = "--classpath";
    static final String VERBOSE_TEXT = "Show what Camel does, and stack traces of errors.";
    static final String CLASSPATH_TEXT = "Jars and folders with classes and application files of yours, separated as in"
            + " Java's own class path.";

    private CommonFlags() {}

    /** Whether the arguments ask for all there is to say. */
    static boolean verbose(List<String> arguments) {
        return arguments.contains(VERBOSE) || arguments.contains("-v");
    }

    static OptionSpec verbose() {
        return OptionSpec.builder("-v", VERBOSE).type(boolean.class).description(VERBOSE_TEXT).build();
    }

    static OptionSpec classpath() {
        return OptionSpec.builder(CLASSPATH).type(String.class).paramLabel("PATH").description(CLASSPATH_TEXT).build();
    }
}
