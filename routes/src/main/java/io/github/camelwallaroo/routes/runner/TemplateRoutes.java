package io.github.camelwallaroo.routes.runner;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;

import io.github.camelwallaroo.routes.catalog.Connector;

/**
 * A connector's route, made from its template.
 *
 * @param connector  whose template
 * @param routeId    the route's id
 * @param parameters values of the template's parameters; may hold secrets
 */
public record TemplateRoutes(Connector connector, String routeId, Map<String, Object> parameters)
        implements
            RouteRunner.Routes {

    public TemplateRoutes {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public void addTo(CamelContext context) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource(connector.location()));
        context.addRouteFromTemplate(routeId, connector.templateId(), parameters);
    }

    /** Without values, which may be secret. */
    @Override
    public String toString() {
        return "TemplateRoutes[" + connector.name() + ", " + routeId + ", " + parameters.keySet() + "]";
    }
}
