package io.github.camelwallaroo.routes.support;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;

/**
 * Whether a route is being stopped. Some consumers stop the steps of their route before they stop reading: what they hand over
 * in between fails, and there is nothing wrong with it. Any thread.
 */
public final class RouteStop {

    private RouteStop() {}

    /** Whether a failure of this exchange may come of the stop of the route where it began. */
    public static boolean isUnderWay(Exchange exchange) {
        String id = exchange.getFromRouteId();
        if (id == null) {
            return false;
        }
        Route route = exchange.getContext().getRoute(id);
        return route == null
                || route.getConsumer() instanceof StatefulService consumer
                        && (consumer.isStopping() || consumer.isStopped());
    }
}
