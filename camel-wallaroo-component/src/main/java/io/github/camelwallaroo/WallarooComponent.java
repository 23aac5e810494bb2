package io.github.camelwallaroo;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

/** Makes {@code wallaroo:NAME} endpoints. */
@Component("wallaroo")
public class WallarooComponent extends DefaultComponent implements SSLContextParametersAware {

    private static final String APPLICATION = "application";
    private static final String FORMAT = "format";
    private static final String BEAN = "#bean:";

    @Metadata(description = "The options that endpoints have unless they say otherwise")
    private WallarooConfiguration configuration = new WallarooConfiguration();
    @Metadata(label = "security", defaultValue = "false", description = "Use the context's SSLContextParameters where an"
            + " endpoint names none")
    private boolean useGlobalSslContextParameters;

    public WallarooComponent() {}

    public WallarooComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        try {
            // Camel masks secrets in addresses by the names of options, and knows no cookies.
            URISupport.addSanitizeKeywords("cookie");
        } catch (NoSuchMethodError e) {
            // Camel 3 has a fixed list: there, only a cookie that comes from the application or the configuration is masked.
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + uri + "' names no connector; expected wallaroo:NAME, the name that the"
                            + " application gives its source or sink");
        }
        WallarooEndpoint endpoint = new WallarooEndpoint(uri, this, remaining, configuration.copy(),
                asked(parameters));
        if (useGlobalSslContextParameters && endpoint.getConfiguration().getSslContextParameters() == null) {
            endpoint.getConfiguration().setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        takeReferences(endpoint.getConfiguration(), parameters);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Camel would look up what {@code #bean:NAME} and {@code #class:NAME} mean, and make text of it for an option that is text. */
    private static void takeReferences(WallarooConfiguration configuration, Map<String, Object> parameters) {
        if (parameters.get(APPLICATION) instanceof String application && application.startsWith("#")) {
            configuration.setApplication(application);
            parameters.remove(APPLICATION);
        }
        if (parameters.get(FORMAT) instanceof String format && format.startsWith(BEAN)) {
            configuration.setFormat("#" + format.substring(BEAN.length()));
            parameters.remove(FORMAT);
        }
    }

    private static Set<String> asked(Map<String, Object> parameters) {
        return parameters.entrySet()
                .stream()
                .filter(option -> !(option.getValue() instanceof String text && text.isBlank()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    public WallarooConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(WallarooConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
