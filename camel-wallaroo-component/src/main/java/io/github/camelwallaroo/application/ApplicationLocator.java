package io.github.camelwallaroo.application;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Finds the description of an application by the name that a user gave. */
public final class ApplicationLocator {

    static final String EXPECTED = "expected the path of a .yaml or .py file, or NAME for a file NAME.yaml or NAME.py";

    private final ApplicationArguments arguments;

    ApplicationLocator(Path directory, ClassLoader classLoader) {
        this(ApplicationArguments.of(classLoader).withDirectory(directory));
    }

    private ApplicationLocator(ApplicationArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Reads the description of an application. A path that ends in {@code .yaml}, {@code .yml} or {@code .py} is that file.
     * Any other name is looked for in this order, and the first place that has it decides:
     * <ol>
     * <li>{@code NAME.yaml}, {@code NAME.yml} or {@code NAME.py} in the current directory
     * <li>{@code NAME.py} in the directories of the Python path, then in those of {@code PYTHONPATH}
     * <li>{@code NAME.yaml} or {@code NAME.yml} on the classpath
     * </ol>
     * Two in one place are refused. A Python module may have dots in its name and may be a package.
     *
     * @param application the name or path
     * @throws ApplicationException if nothing is there, naming every place that was looked at; if two are there; if the file
     *                              cannot be read; or if its content is wrong
     */
    public static ApplicationDescription locate(String application, ApplicationArguments arguments) {
        return new ApplicationLocator(arguments).locate(application);
    }

    ApplicationDescription locate(String application) {
        if (application == null || application.isBlank()) {
            throw new ApplicationException("application is empty; " + EXPECTED);
        }
        ModuleSearch search = new ModuleSearch(application, arguments);
        Map<String, Supplier<ApplicationDescription>> found = search.search();
        if (found.isEmpty()) {
            throw new ApplicationException("application '" + application + "' was not found; looked for "
                    + String.join(", ", search.looked())
                    + "; create one of them, or give the path of a .yaml or .py file");
        }
        if (found.size() > 1) {
            throw new ApplicationException("application '" + application + "' is ambiguous: there are "
                    + String.join(" and ", found.keySet()) + "; remove one, or give the path of the one that is meant");
        }
        return found.values().iterator().next().get();
    }
}
