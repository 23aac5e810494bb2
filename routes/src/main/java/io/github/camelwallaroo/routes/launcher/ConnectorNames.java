package io.github.camelwallaroo.routes.launcher;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.routes.catalog.CatalogException;
import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.catalog.Spelling;

/** Finds the connector a user means: one of ours by name, one of the user's by file. */
final class ConnectorNames {

    private final ConnectorCatalog catalog;
    private final List<String> commands;

    /**
     * @param commands words that could stand where a connector's name can, for hints
     */
    ConnectorNames(ConnectorCatalog catalog, List<String> commands) {
        this.catalog = catalog;
        this.commands = commands;
    }

    /**
     * The connector.
     *
     * @throws UsageException if there is none, or its file cannot be used
     */
    Connector find(String name) {
        if (looksLikeFile(name)) {
            return file(name);
        }
        return findShipped(name);
    }

    /** As {@link #find}, for those that came with the program. */
    Connector findShipped(String name) {
        return catalog.find(name).orElseThrow(() -> {
            List<String> candidates = new ArrayList<>(catalog.names());
            candidates.addAll(commands);
            return new UsageException("there is no connector or command '" + name + "'"
                    + Spelling.hint(name, candidates) + " ('wallaroo-connectors list' shows all connectors; a file of"
                    + " yours is named with its path, like ./my_source.yaml)");
        });
    }

    static boolean looksLikeFile(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.contains("/") || name.contains("\\");
    }

    private Connector file(String name) {
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw new UsageException("there is no file '" + name + "' in " + Path.of("").toAbsolutePath());
            }
            return catalog.read(file);
        } catch (CatalogException | InvalidPathException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
