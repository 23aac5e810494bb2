package io.github.camelwallaroo.routes.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds connectors: those shipped with this jar by name, a user's own by the path of a file. Immutable; any thread may
 * use it.
 */
public final class ConnectorCatalog {

    private static final String FOLDER = "io/github/camelwallaroo/routes/";
    private static final String TEMPLATE = ".yaml";
    private static final String SIDECAR = ".connector.yaml";

    // A folder cannot be listed inside a jar inside a jar, so an index names what is in it.
    private final List<String> names = resource("connectors.index").orElseThrow()
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    /** The names of the shipped connectors, in the order they are listed. */
    public List<String> names() {
        return names;
    }

    /** All shipped connectors. */
    public List<Connector> connectors() {
        return names.stream().map(name -> find(name).orElseThrow()).toList();
    }

    /** The shipped connector of that name. */
    public Optional<Connector> find(String name) {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        YamlFile template = YamlFile.parse(name + TEMPLATE, file(name + TEMPLATE));
        YamlFile sidecar = YamlFile.parse(name + SIDECAR, file(name + SIDECAR));
        return Optional.of(ConnectorReader.read(name, "classpath:" + FOLDER + name + TEMPLATE, template, sidecar));
    }

    /**
     * The connector in a user's own file. A sidecar is looked for beside it, named after the file or after the
     * template's id; without one every parameter is text.
     *
     * @param  file             a YAML file holding one route template
     * @throws CatalogException if it cannot be read or used
     */
    public Connector read(Path file) {
        YamlFile template = YamlFile.parse(file.toString(), text(file));
        String location = "file:" + file.toAbsolutePath().normalize();
        Connector plain = ConnectorReader.read(file.toString(), location, template, null);
        for (Path candidate : List.of(beside(file, withoutSuffix(file) + SIDECAR),
                beside(file, plain.templateId() + SIDECAR))) {
            if (Files.isRegularFile(candidate)) {
                YamlFile sidecar = YamlFile.parse(candidate.toString(), text(candidate));
                return ConnectorReader.read(file.toString(), location, template, sidecar);
            }
        }
        return plain;
    }

    /**
     * Writes a shipped connector's template and sidecar into a folder, to be customized there.
     *
     * @param  name                                   a shipped connector
     * @param  folder                                 created if it does not exist
     * @return                                        the files written
     * @throws java.nio.file.FileAlreadyExistsException if one of them is there already; then none is written
     * @throws IOException                            if they cannot be written
     */
    public List<Path> copy(String name, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String suffix : List.of(TEMPLATE, SIDECAR)) {
            Path target = folder.resolve(name + suffix);
            if (Files.exists(target)) {
                throw new java.nio.file.FileAlreadyExistsException(target.toString());
            }
            files.add(target);
        }
        Files.createDirectories(folder);
        for (Path target : files) {
            Files.writeString(target, file(target.getFileName().toString()));
        }
        return files;
    }

    private static String file(String name) {
        return resource(name).orElseThrow(() -> new CatalogException(FOLDER + name + " is not in this jar"));
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = ConnectorCatalog.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new CatalogException(file + ": not UTF-8 text, expected a YAML file", e);
        } catch (IOException e) {
            throw new CatalogException(file + ": cannot be read (" + e.getClass().getSimpleName()
                    + "); expected the path of a YAML file", e);
        }
    }

    private static Path beside(Path file, String name) {
        return file.resolveSibling(name);
    }

    private static String withoutSuffix(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(camel\\.)?ya?ml$", "");
    }
}
