package io.github.camelwallaroo.application;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks for the file of an application, place by place: the first place that has one decides. */
final class ModuleSearch {

    static final String PYTHON = ".py";
    static final List<String> YAML = List.of(".yaml", ".yml");

    private final ApplicationArguments arguments;
    private final String application;
    private final List<String> looked = new ArrayList<>();
    private final Map<String, Supplier<ApplicationDescription>> found = new LinkedHashMap<>();

    ModuleSearch(String application, ApplicationArguments arguments) {
        this.application = application;
        this.arguments = arguments;
    }

    /** What was looked at, for people. */
    List<String> looked() {
        return looked;
    }

    /** Whether somebody means a file and not a name. */
    static boolean isPath(String application) {
        return application.endsWith(PYTHON) || YAML.stream().anyMatch(application::endsWith);
    }

    /** By place, what there is at the first place that has anything. */
    Map<String, Supplier<ApplicationDescription>> search() {
        if (isPath(application)) {
            file(resolve(arguments.directory(), application));
            return found;
        }
        YAML.forEach(ending -> file(resolve(arguments.directory(), application + ending)));
        python(arguments.directory());
        Stream.concat(arguments.pythonPath().stream().map(arguments.directory()::resolve), environment())
                .takeWhile(directory -> found.isEmpty())
                .forEach(this::python);
        if (found.isEmpty()) {
            YAML.forEach(ending -> resource(application + ending));
        }
        return found;
    }

    /** A clause for an error text: a module of nearly this name, if one is where names are looked for. */
    String suggestion() {
        Set<String> names = new TreeSet<>();
        Stream.concat(Stream.of(arguments.directory()),
                Stream.concat(arguments.pythonPath().stream().map(arguments.directory()::resolve), environment()))
                .forEach(directory -> names.addAll(modules(directory)));
        names.remove(application);
        return Suggestion.nearest(application, names);
    }

    /** Names of the modules in a directory; none if it cannot be read. */
    private List<String> modules(Path directory) {
        boolean path = isPath(application);
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(ModuleSearch::isPath)
                    .map(name -> path ? name : name.substring(0, name.lastIndexOf('.')))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private Stream<Path> environment() {
        String path = System.getenv("PYTHONPATH");
        return path == null
                ? Stream.empty()
                : Stream.of(path.split(File.pathSeparator))
                        .filter(entry -> !entry.isBlank())
                        .map(entry -> resolve(arguments.directory(), entry));
    }

    /** A module's name is a path with dots in it. */
    private void python(Path directory) {
        String name = application.replace('.', '/');
        Path file = resolve(directory, name + PYTHON);
        Path asPackage = resolve(directory, name + "/__init__" + PYTHON);
        looked.add(file.toString());
        if (Files.isRegularFile(file) || !Files.isRegularFile(asPackage)) {
            found(file, () -> PythonApplication.read(file, application, arguments));
        } else {
            found(asPackage, () -> PythonApplication.read(asPackage, application, arguments));
        }
    }

    private void file(Path file) {
        looked.add(file.toString());
        if (file.toString().endsWith(PYTHON)) {
            String name = file.getFileName().toString();
            found(file, () -> PythonApplication.read(file, name.substring(0, name.length() - PYTHON.length()),
                    arguments));
        } else {
            found(file, () -> ApplicationFile.read(new Location.OfFile(file), Placeholders.of(arguments)));
        }
    }

    private void found(Path file, Supplier<ApplicationDescription> description) {
        if (Files.exists(file) && !Files.isDirectory(file)) {
            found.put(file.toString(), description);
        }
    }

    private void resource(String resource) {
        Location location = new Location.OfResource(arguments.classes(), resource);
        looked.add(location.text());
        if (location.exists()) {
            found.put(location.text(), () -> ApplicationFile.read(location, Placeholders.of(arguments)));
        }
    }

    private Path resolve(Path directory, String name) {
        try {
            return directory.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new ApplicationException("application '" + application + "' is no file name (" + e.getReason()
                    + "); " + ApplicationLocator.EXPECTED, e);
        }
    }
}
