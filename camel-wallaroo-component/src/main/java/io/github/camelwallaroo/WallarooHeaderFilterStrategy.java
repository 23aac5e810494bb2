package io.github.camelwallaroo;

import java.util.Locale;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Lets the component's own headers cross and no other, whatever their case: data from outside must not steer a route.
 */
public class WallarooHeaderFilterStrategy extends DefaultHeaderFilterStrategy {

    private static final String OWN = "camelwallaroo";

    public WallarooHeaderFilterStrategy() {
        setLowerCase(true);
        setOutFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
        setInFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String headerName, Object headerValue, Exchange exchange) {
        return !isOwn(headerName);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String headerName, Object headerValue, Exchange exchange) {
        return !isOwn(headerName);
    }

    private static boolean isOwn(String headerName) {
        return headerName.toLowerCase(Locale.ENGLISH).startsWith(OWN);
    }
}
