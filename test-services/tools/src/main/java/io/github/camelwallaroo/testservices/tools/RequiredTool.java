package io.github.camelwallaroo.testservices.tools;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that tests need and that has to be installed.
 *
 * @param name          what it is, as it stands in "there is no ..."
 * @param debianPackage what to install
 * @param alternative   what else makes the tests run, as an argument of Maven; empty if nothing does
 * @param proof         a command that ends with status 0 where it is installed
 */
public record RequiredTool(String name, String debianPackage, String alternative, List<String> proof) {

    public static final RequiredTool PYTHON = of("python3 of release 3.7 or newer", "python3", "python3", "-c",
            "import sys; sys.exit(sys.version_info < (3, 7))");
    public static final RequiredTool NUMPY = of("numpy for python3", "python3-numpy", "python3", "-c", "import numpy");

    public static RequiredTool of(String name, String debianPackage, String... proof) {
        return new RequiredTool(name, debianPackage, "", List.of(proof));
    }

    public RequiredTool or(String argument) {
        return new RequiredTool(name, debianPackage, argument, proof);
    }

    /**
     * Without it the test, or the class before whose tests this is called, is skipped, and a line names the package; where the
     * system property {@code it.require} is {@code all}, it fails.
     */
    public void assumeInstalled() {
        assumeInstalled("all".equals(System.getProperty("it.require")));
    }

    void assumeInstalled(boolean required) {
        if (isInstalled()) {
            return;
        }
        String missing = "there is no " + name + ": install the package " + debianPackage
                + (alternative.isEmpty() ? "" : ", or give " + alternative);
        if (required) {
            Assertions.fail(missing + " (not skipped, because of -Dit.require=all)");
        }
        Assumptions.abort(missing);
    }

    private boolean isInstalled() {
        try {
            return new ProcessBuilder(proof).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
