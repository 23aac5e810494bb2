package io.github.camelwallaroo.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How modules are run. Immutable.
 *
 * @param python      the interpreter: a command or a path
 * @param directory   the current directory of the process; the first to import from after the module's own
 * @param path        further directories to import from, before those of {@code PYTHONPATH}
 * @param commandLine what {@code application_setup} gets: the program's name first
 * @param callTimeout how long the functions may take for what they are given at once, before they count as hung
 */
public record PythonSettings(String python, Path directory, List<Path> path, List<String> commandLine,
        Duration callTimeout) {

    /** The interpreter where none is named. */
    public static final String DEFAULT_PYTHON = "python3";

    public PythonSettings {
        Objects.requireNonNull(python, "python");
        Objects.requireNonNull(directory, "directory");
        path = List.copyOf(path);
        commandLine = List.copyOf(commandLine);
        Objects.requireNonNull(callTimeout, "callTimeout");
    }
}
