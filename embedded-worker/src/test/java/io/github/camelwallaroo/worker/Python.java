package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the scripts of {@code src/test/python}. */
final class Python {

    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();

    private Python() {}

    /** Its errors go to this process's. */
    static Process start(String script, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", SCRIPTS.resolve(script).toString()));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
