package io.github.camelwallaroo.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where to look for an application and what it is told. Immutable; every {@code with} method gives a changed copy.
 *
 * @param commandLine what an application module gets as its arguments: the program's name first, then everything that
 *                    the program was called with
 * @param directory   the current directory; names and relative paths are looked for here
 * @param classes     for Java classes and files on the classpath
 * @param pythonPath  directories for Python modules, looked at between the current one and those of {@code PYTHONPATH}
 * @param python      the interpreter for Python modules: a command or a path; empty for {@code python3}
 * @param callTimeout how long a function of a Python module may take for the messages that it is given at once
 * @param beans       the objects that go by a name here, such as those of a registry; gives null for a name it does not know
 * @param properties  values of placeholders that are neither {@code env:} nor {@code sys:}; gives null for a name it does not
 *                    know
 */
public record ApplicationArguments(List<String> commandLine, Path directory, ClassLoader classes,
        List<Path> pythonPath, Optional<String> python, Duration callTimeout, Function<String, Object> beans,
        Function<String, String> properties) {

    /** The program's name where nobody says another. */
    public static final String PROGRAM_NAME = "wallaroo-connectors";

    /** How long a function may take where nothing is said. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(30);

    public ApplicationArguments {
        commandLine = List.copyOf(commandLine);
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(classes, "classes");
        pythonPath = List.copyOf(pythonPath);
        Objects.requireNonNull(python, "python");
        Objects.requireNonNull(callTimeout, "callTimeout");
        Objects.requireNonNull(beans, "beans");
        Objects.requireNonNull(properties, "properties");
        if (commandLine.isEmpty()) {
            throw new IllegalArgumentException("the command line is empty; expected the program's name at least");
        }
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("callTimeout is " + callTimeout + "; expected more than nothing");
        }
    }

    /**
     * The current directory and these classes; no command line, no beans and no properties.
     *
     * @param classes null for those of this library
     */
    public static ApplicationArguments of(ClassLoader classes) {
        return new ApplicationArguments(List.of(PROGRAM_NAME), Path.of("").toAbsolutePath(),
                classes == null ? ApplicationArguments.class.getClassLoader() : classes, List.of(), Optional.empty(),
                DEFAULT_CALL_TIMEOUT, name -> null, name -> null);
    }

    /** @param line the program's name first */
    public ApplicationArguments withCommandLine(List<String> line) {
        return new ApplicationArguments(line, directory, classes, pythonPath, python, callTimeout, beans, properties);
    }

    public ApplicationArguments withDirectory(Path other) {
        return new ApplicationArguments(commandLine, other, classes, pythonPath, python, callTimeout, beans,
                properties);
    }

    public ApplicationArguments withClasses(ClassLoader other) {
        return new ApplicationArguments(commandLine, directory, other, pythonPath, python, callTimeout, beans,
                properties);
    }

    public ApplicationArguments withPythonPath(List<Path> directories) {
        return new ApplicationArguments(commandLine, directory, classes, directories, python, callTimeout, beans,
                properties);
    }

    /** @param command the interpreter, {@code python3.11} or {@code /opt/venv/bin/python} for example */
    public ApplicationArguments withPython(String command) {
        return new ApplicationArguments(commandLine, directory, classes, pythonPath, Optional.of(command), callTimeout,
                beans, properties);
    }

    public ApplicationArguments withCallTimeout(Duration timeout) {
        return new ApplicationArguments(commandLine, directory, classes, pythonPath, python, timeout, beans,
                properties);
    }

    public ApplicationArguments withBeans(Function<String, Object> lookup) {
        return new ApplicationArguments(commandLine, directory, classes, pythonPath, python, callTimeout, lookup,
                properties);
    }

    public ApplicationArguments withProperties(Function<String, String> lookup) {
        return new ApplicationArguments(commandLine, directory, classes, pythonPath, python, callTimeout, beans,
                lookup);
    }
}
