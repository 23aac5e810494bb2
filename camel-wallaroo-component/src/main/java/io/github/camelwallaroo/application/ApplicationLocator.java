package io.github.camelwallaroo.application;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the description of an application by the name that a user gave. */
public final class ApplicationLocator {

    static final String EXPECTED = "expected the path of a .yaml or .py file, NAME for a file NAME.yaml or NAME.py, or the"
            + " name of a Java class";

    private static final String BEAN = "#bean:";
    private static final String CLASS = "#class:";

    private final ApplicationArguments arguments;

    ApplicationLocator(Path directory, ClassLoader classLoader) {
        this(ApplicationArguments.of(classLoader).withDirectory(directory));
    }

    private ApplicationLocator(ApplicationArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Reads the description of an application. A path that ends in {@code .yaml}, {@code .yml} or {@code .py} is that file,
     * {@code #bean:NAME} or {@code #NAME} is an object of a registry, {@code #class:NAME} a Java class. Any other name is looked
     * for in this order, and the first place that has it decides:
     * <ol>
     * <li>{@code NAME.yaml}, {@code NAME.yml} or {@code NAME.py} in the current directory
     * <li>{@code NAME.py} in the directories of the Python path, then in those of {@code PYTHONPATH}
     * <li>{@code NAME.yaml} or {@code NAME.yml} on the classpath
     * <li>the {@link ApplicationModule} of this class name
     * </ol>
     * Two in one place are refused, and a class beside a file of its name. A Python module may have dots in its name and may
     * be a package.
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
        if (application.startsWith(CLASS)) {
            return type(application.substring(CLASS.length()));
        }
        if (application.startsWith("#")) {
            return bean(application.substring(application.startsWith(BEAN) ? BEAN.length() : 1));
        }
        return named(application);
    }

    private ApplicationDescription type(String name) {
        return JavaModule.find(name, arguments.classes())
                .map(type -> JavaModule.describe(type, arguments))
                .orElseThrow(() -> new ApplicationException("class '" + name
                        + "' is not on the classpath; correct its name, package included, or add its jar or directory"));
    }

    private ApplicationDescription bean(String name) {
        Object bean = arguments.beans().apply(name);
        if (bean == null) {
            throw new ApplicationException("application '#bean:" + name + "': there is no bean '" + name
                    + "' in the registry; bind one, or give the name of a file or class");
        }
        return JavaModule.describe(bean, "bean '" + name + "'", arguments);
    }

    private ApplicationDescription named(String application) {
        ModuleSearch search = new ModuleSearch(application, arguments);
        Map<String, Supplier<ApplicationDescription>> found = search.search();
        Optional<Class<?>> type = ModuleSearch.isPath(application)
                ? Optional.empty()
                : JavaModule.find(application, arguments.classes());
        // A class of the name that is something else may well be there: a file's worker, for one.
        type.filter(any -> found.isEmpty() || ApplicationModule.class.isAssignableFrom(any))
                .ifPresent(any -> found.put("class " + application, () -> JavaModule.describe(any, arguments)));
        if (found.isEmpty()) {
            throw new ApplicationException("application '" + application + "' was not found; looked for "
                    + String.join(", ", search.looked()) + (JavaModule.isClassName(application)
                            && !ModuleSearch.isPath(application) ? ", class " + application : "")
                    + "; " + search.suggestion() + "create one of them, or give the path of a .yaml or .py file");
        }
        if (found.size() > 1) {
            throw new ApplicationException("application '" + application + "' is ambiguous: there are "
                    + String.join(" and ", found.keySet())
                    + "; remove one, or give the path of the one that is meant"
                    + (type.isPresent() ? ", #class:" + application + " for the class" : ""));
        }
        return found.values().iterator().next().get();
    }
}
