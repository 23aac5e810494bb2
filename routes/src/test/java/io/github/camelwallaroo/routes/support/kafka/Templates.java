package io.github.camelwallaroo.routes.support.kafka;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.runner.TemplateRoutes;

/** Connectors as they are shipped, and how they say they are. */
final class Templates {

    private Templates() {}

    /** Adds a route made of a template, named as its connector. */
    static void add(CamelContext context, String template, Map<String, Object> parameters) throws Exception {
        new TemplateRoutes(new ConnectorCatalog().find(template).orElseThrow(),
                parameters.get("connector").toString(), new HashMap<>(parameters)).addTo(context);
    }

    /** UP, or DOWN and why. */
    static String health(CamelContext context, String check) {
        HealthCheck found = HealthCheckRegistry.get(context)
                .stream()
                .filter(each -> each.getId().equals(check))
                .findFirst()
                .orElse(null);
        if (found == null) {
            return "there is no " + check;
        }
        HealthCheck.Result result = found.call();
        return result.getState() + " " + result.getMessage().orElse("");
    }
}
