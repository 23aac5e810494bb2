package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

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

    /** Without Python the test is skipped, visibly; where {@code it.require} is {@code all}, it fails. */
    static void assumeInstalled() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        if ("all".equals(System.getProperty("it.require"))) {
            assertThat(there).as("python3 is needed on the PATH").isTrue();
        }
        Assumptions.assumeTrue(there, "python3 is not on the PATH");
    }
}
