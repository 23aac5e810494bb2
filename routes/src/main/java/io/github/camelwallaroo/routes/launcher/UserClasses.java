package io.github.camelwallaroo.routes.launcher;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user's own classes and application files, behind {@code --classpath}. */
final class UserClasses {

    private UserClasses() {}

    /**
     * A class loader that finds them beside ours.
     *
     * @param  classpath      jars and folders, separated as in Java's own class path; null = none
     * @throws UsageException if one of them does not exist
     */
    static ClassLoader loader(String classpath) {
        ClassLoader ours = UserClasses.class.getClassLoader();
        if (classpath == null || classpath.isBlank()) {
            return ours;
        }
        List<URL> urls = new ArrayList<>();
        for (String entry : classpath.split(File.pathSeparator)) {
            if (!entry.isBlank()) {
                urls.add(url(entry));
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ours);
    }

    private static URL url(String entry) {
        try {
            Path path = Path.of(entry);
            if (!Files.exists(path)) {
                throw new UsageException("--classpath names '" + entry + "', which does not exist");
            }
            return path.toUri().toURL();
        } catch (InvalidPathException | MalformedURLException e) {
            throw new UsageException("--classpath names '" + entry + "', which is not a path", e);
        }
    }
}
