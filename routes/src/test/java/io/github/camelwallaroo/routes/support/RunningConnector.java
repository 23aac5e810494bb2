package io.github.camelwallaroo.routes.support;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;

import io.github.camelwallaroo.WallarooConsumer;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.runner.RouteRunner;
import io.github.camelwallaroo.routes.runner.TemplateRoutes;

/** A shipped connector, run as the launcher runs it. */
public final class RunningConnector implements AutoCloseable {

    private final String connector;
    private final RouteRunner runner;

    private RunningConnector(String connector, RouteRunner runner) {
        this.connector = connector;
        this.runner = runner;
    }

    /**
     * Starts one.
     *
     * @param template   its name in the catalogue
     * @param connector  its name in the application
     * @param parameters all others
     */
    public static RunningConnector start(String template, String connector, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("connector", connector);
        RouteRunner runner = new RouteRunner(
                new TemplateRoutes(new ConnectorCatalog().find(template).orElseThrow(), connector, all),
                RunningConnector.class.getClassLoader()).withoutEnvironment();
        runner.start();
        return new RunningConnector(connector, runner);
    }

    public CamelContext context() {
        return runner.main().getCamelContext();
    }

    /** Where a sink listens. */
    public int sinkPort() {
        return ((WallarooConsumer) context().getRoute(connector).getConsumer()).getConnector().address().port();
    }

    /**
     * What the readiness check of the external system says: UP, or DOWN with the reason; something else while there is no such
     * check, as before a consumer's first look.
     */
    public String serviceHealth() {
        return HealthCheckHelper.invoke(context(), "wallaroo-service-" + connector, Map.of())
                .map(each -> each.getState() + " " + each.getMessage().orElse(""))
                .orElse("no check of " + connector + "'s service yet");
    }

    @Override
    public void close() {
        runner.close();
    }
}
