package io.github.camelwallaroo.routes.launcher;

import java.util.Map;

import io.github.camelwallaroo.routes.catalog.Direction;

/** Tells which connectors an application has. */
@FunctionalInterface
interface KnownConnectors {

    /**
     * The connectors of an application, by name.
     *
     * @param  application    as the user wrote it after {@code --application-module}
     * @throws UsageException if there is no such application, or its description cannot be used
     */
    Map<String, Direction> of(String application);
}
