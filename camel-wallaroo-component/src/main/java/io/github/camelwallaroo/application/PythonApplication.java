package io.github.camelwallaroo.application;

import java.nio.file.Path;

/** An application described by a Python module. */
final class PythonApplication {

    private PythonApplication() {}

    /**
     * Runs the module's {@code application_setup} and gives what it described.
     *
     * @param file   the module
     * @param module its name for an import, {@code celsius} or {@code pipelines.celsius}; for a path, that of the file without
     *               ending
     * @throws ApplicationException in one line
     */
    static ApplicationDescription read(Path file, String module, ApplicationArguments arguments) {
        throw new ApplicationException(file + ": Python modules cannot be read by this release; describe application '"
                + module + "' in YAML, in a file " + module + ".yaml");
    }
}
