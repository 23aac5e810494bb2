package io.github.camelwallaroo.application;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the description of an application by the name that a user gave. */
public final class ApplicationLocator {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml");
    private static final int LARGEST_FILE = 1 << 20;

    /** Something that can be opened. */
    @FunctionalInterface
    private interface Content {
        InputStream open() throws IOException;
    }

    private final Path directory;
    private final ClassLoader classLoader;

    ApplicationLocator(Path directory, ClassLoader classLoader) {
        this.directory = directory;
        this.classLoader = classLoader == null ? ApplicationLocator.class.getClassLoader() : classLoader;
    }

    /**
     * Reads the description of an application. A path that ends in {@code .yaml} or {@code .yml} is that file; any other name
     * is {@code NAME.yaml} or {@code NAME.yml} in the current directory or, if there is neither, on the classpath.
     *
     * @param application the name or path
     * @param classLoader where to look on the classpath; null for that of this library
     * @throws ApplicationException if nothing is there, naming every place that was looked at; if both endings are there; if
     *                              the file cannot be read; or if its content is wrong
     */
    public static ApplicationDescription locate(String application, ClassLoader classLoader) {
        return new ApplicationLocator(Path.of("").toAbsolutePath(), classLoader).locate(application);
    }

    ApplicationDescription locate(String application) {
        if (application == null || application.isBlank()) {
            throw new ApplicationException(
                    "application is empty; expected the path of a .yaml file, or NAME for a file NAME.yaml");
        }
        List<String> looked = new ArrayList<>();
        boolean isFile = ENDINGS.stream().anyMatch(application::endsWith);
        Map<String, Content> found = inDirectory(application, isFile ? List.of("") : ENDINGS, looked);
        if (found.isEmpty() && !isFile) {
            found = onClasspath(application, looked);
        }
        if (found.isEmpty()) {
            throw new ApplicationException("application '" + application + "' was not found; looked for "
                    + String.join(", ", looked) + "; create one of them, or give the path of a .yaml file");
        }
        if (found.size() > 1) {
            throw new ApplicationException("application '" + application + "' is ambiguous: there are "
                    + String.join(" and ", found.keySet()) + "; remove one, or give the path of the one that is meant");
        }
        Map.Entry<String, Content> only = found.entrySet().iterator().next();
        return ApplicationFile.parse(read(only.getKey(), only.getValue()), only.getKey());
    }

    private Map<String, Content> inDirectory(String application, List<String> endings, List<String> looked) {
        Map<String, Content> found = new LinkedHashMap<>();
        for (String ending : endings) {
            Path file;
            try {
                file = directory.resolve(application + ending).normalize();
            } catch (InvalidPathException e) {
                throw new ApplicationException("application '" + application + "' is no file name (" + e.getReason()
                        + "); expected the path of a .yaml file, or NAME for a file NAME.yaml", e);
            }
            looked.add(file.toString());
            if (Files.exists(file) && !Files.isDirectory(file)) {
                found.put(file.toString(), () -> Files.newInputStream(file));
            }
        }
        return found;
    }

    private Map<String, Content> onClasspath(String application, List<String> looked) {
        Map<String, Content> found = new LinkedHashMap<>();
        for (String ending : ENDINGS) {
            String place = "classpath:" + application + ending;
            looked.add(place);
            String resource = application + ending;
            if (classLoader.getResource(resource) != null) {
                found.put(place, () -> classLoader.getResourceAsStream(resource));
            }
        }
        return found;
    }

    private static String read(String place, Content content) {
        byte[] bytes;
        try (InputStream in = content.open()) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            throw new ApplicationException(place + ": cannot be read (" + e + "); expected a readable file", e);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new ApplicationException(place + ": is larger than " + LARGEST_FILE
                    + " bytes; expected the description of an application");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ApplicationException(place + ": is not UTF-8; expected a YAML file saved as UTF-8", e);
        }
    }
}
