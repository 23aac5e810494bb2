package io.github.camelwallaroo.testservices.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says of each test and each class that is skipped why, at once on the standard output, and for {@link SkippedTestTable} in the
 * file that the system property {@value #FILE} names. Maven's own summary leaves out classes that are skipped as a whole. JUnit
 * finds this class by itself where it is on the classpath; several JVMs may write to one file.
 */
public final class SkippedTestListener implements TestExecutionListener {

    static final String FILE = "skipped.tests";
    private static final String PREFIX = "Assumption failed: ";

    private final Path file;
    private final PrintStream out;
    private TestPlan plan;

    /** For JUnit. */
    public SkippedTestListener() {
        this(Optional.ofNullable(System.getProperty(FILE)).map(Path::of).orElse(null), System.out);
    }

    /** @param file null: none */
    SkippedTestListener(Path file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        skipped(identifier, reason);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped(identifier, result.getThrowable().map(Throwable::getMessage).orElse("no reason is given"));
        }
    }

    private void skipped(TestIdentifier identifier, String reason) {
        Optional<MethodSource> method = method(identifier);
        long tests = method.isPresent()
                ? 1
                : plan.getDescendants(identifier).stream().filter(below -> method(below).isPresent()).count();
        SkippedTest test = new SkippedTest(reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason,
                className(identifier), tests);
        out.println("Skipped: " + test.className() + method.map(one -> "." + one.getMethodName()).orElse("")
                + (tests == 1 ? ": " : " (" + tests + " tests): ") + test.reason());
        if (file != null) {
            append(test.line());
        }
    }

    private static Optional<MethodSource> method(TestIdentifier identifier) {
        return identifier.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    }

    private static String className(TestIdentifier identifier) {
        String name = identifier.getSource()
                .map(source -> source instanceof MethodSource method
                        ? method.getClassName()
                        : source instanceof ClassSource type ? type.getClassName() : null)
                .orElse(identifier.getDisplayName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void append(String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
