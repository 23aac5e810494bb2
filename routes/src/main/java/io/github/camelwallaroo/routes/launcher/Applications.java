package io.github.camelwallaroo.routes.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationException;
import io.github.camelwallaroo.application.ApplicationLocator;
import io.github.camelwallaroo.routes.catalog.Direction;

/** Finds applications the way the {@code wallaroo:} component does. */
final class Applications implements KnownConnectors {

    private final ApplicationArguments arguments;

    Applications(ApplicationArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * An application's description.
     *
     * @throws UsageException if there is none, or it cannot be used
     */
    ApplicationDescription describe(String application) {
        try {
            return ApplicationLocator.locate(application, arguments);
        } catch (ApplicationException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    @Override
    public Map<String, Direction> of(String application) {
        Map<String, Direction> directions = new LinkedHashMap<>();
        describe(application).connectors()
                .forEach((name, connector) -> directions.put(name,
                        Direction.valueOf(connector.direction().name())));
        return directions;
    }
}
