package io.github.camelwallaroo.routes.launcher;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelwallaroo.application.ApplicationArguments;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The flags that say how application modules are found and run. */
final class ModuleFlags {

    static final String PYTHON_PATH = "--python-path";
    static final String PYTHON = "--python";
    static final String PYTHON_TIMEOUT = "--python-timeout";
    static final List<String> ALL = List.of(PYTHON_PATH, PYTHON, PYTHON_TIMEOUT);
    static final String APPLICATION_TEXT = "The application: NAME for NAME.yaml or NAME.py here, the path of such a file, or"
            + " the name of a Java class on the class path.";

    private static final String PATH_TEXT = "Directories with Python modules, separated as in PYTHONPATH; looked at before"
            + " those of PYTHONPATH.";
    private static final String PYTHON_TEXT = "The interpreter for Python modules (default: python3).";
    private static final String TIMEOUT_TEXT = "How long a function of a Python module may take, in seconds (default: 30).";

    @Option(names = PYTHON_PATH, paramLabel = "PATH", description = PATH_TEXT)
    private String pythonPath;

    @Option(names = PYTHON, paramLabel = "COMMAND", description = PYTHON_TEXT)
    private String python;

    @Option(names = PYTHON_TIMEOUT, paramLabel = "SECONDS", description = TIMEOUT_TEXT)
    private String pythonTimeout;

    /** As read from a command line that is not parsed yet. */
    static ModuleFlags of(List<String> commandLine) {
        ModuleFlags flags = new ModuleFlags();
        flags.pythonPath = ConnectorCommandLine.valueOf(commandLine, PYTHON_PATH);
        flags.python = ConnectorCommandLine.valueOf(commandLine, PYTHON);
        flags.pythonTimeout = ConnectorCommandLine.valueOf(commandLine, PYTHON_TIMEOUT);
        return flags;
    }

    static List<OptionSpec> options() {
        return List.of(option(PYTHON_PATH, "PATH", PATH_TEXT), option(PYTHON, "COMMAND", PYTHON_TEXT),
                option(PYTHON_TIMEOUT, "SECONDS", TIMEOUT_TEXT));
    }

    private static OptionSpec option(String flag, String label, String text) {
        return OptionSpec.builder(flag).type(String.class).paramLabel(label).description(text).build();
    }

    /**
     * What modules are told.
     *
     * @param commandLine everything behind the program's name
     */
    ApplicationArguments arguments(ClassLoader classes, List<String> commandLine) {
        List<String> line = new ArrayList<>(List.of(ApplicationArguments.PROGRAM_NAME));
        line.addAll(commandLine);
        ApplicationArguments arguments = ApplicationArguments.of(classes)
                .withCommandLine(line)
                .withPythonPath(directories());
        if (python != null) {
            arguments = arguments.withPython(python);
        }
        return pythonTimeout == null ? arguments : arguments.withCallTimeout(timeout());
    }

    private List<Path> directories() {
        if (pythonPath == null) {
            return List.of();
        }
        try {
            return Stream.of(pythonPath.split(File.pathSeparator))
                    .filter(entry -> !entry.isBlank())
                    .map(Path::of)
                    .toList();
        } catch (InvalidPathException e) {
            throw new UsageException(PYTHON_PATH + " names '" + e.getInput() + "', which is not a path", e);
        }
    }

    private Duration timeout() {
        try {
            long millis = Math.round(Double.parseDouble(pythonTimeout) * 1000);
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(PYTHON_TIMEOUT + " is '" + pythonTimeout + "', expected seconds, more than 0");
    }
}
