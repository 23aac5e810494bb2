package io.github.camelwallaroo;

import static io.github.camelwallaroo.EndpointOption.first;
import static io.github.camelwallaroo.EndpointOption.given;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.OnFailure;
import io.github.camelwallaroo.sink.SinkPayload;
import io.github.camelwallaroo.sink.SinkSessionOptions;

/** The options of a consumer that only generation 1 knows, put together and held against each other. */
final class SinkEndpointSession {

    private static final String PAYLOAD = "payload";
    private static final String RETRY_DELAY = "retryDelay";
    /** They are about output that is kept until it is delivered, and only that of resilient workers is. */
    private static final List<String> OF_RESILIENCE = List.of("transactionLog", "deliveredFlushMessages",
            "deliveredFlushInterval", "backlogLimit", "onFailure", RETRY_DELAY);
    private static final Map<String, OnFailure> FAILURES = new TreeMap<>(
            Map.of("stop", OnFailure.STOP, "continue", OnFailure.CONTINUE));
    private static final Map<String, SinkPayload> PAYLOADS = new TreeMap<>(
            Map.of(SinkPayload.OCTETS.text(), SinkPayload.OCTETS, SinkPayload.STREAM.text(), SinkPayload.STREAM));

    private SinkEndpointSession() {}

    /**
     * @param asked the options that stand in the endpoint's address; what comes from the component is for those endpoints
     *              that can do something with it
     * @return null for a generation without sessions
     * @throws IllegalArgumentException if an option has no such value, or asks for what others exclude
     */
    static SinkSessionOptions options(String name, Protocol protocol, Optional<ConnectorDescription> described,
            WallarooConfiguration configuration, Set<String> asked) {
        boolean resilience = first(configuration.getResilience(), described.flatMap(ConnectorDescription::resilience))
                .orElse(false);
        SinkPayload payload = new EndpointOption(name, PAYLOAD, configuration.getPayload()).oneOf(PAYLOADS)
                .or(() -> described.flatMap(ConnectorDescription::payload).map(SinkPayload::of))
                .orElse(SinkPayload.OCTETS);
        OnFailure onFailure = new EndpointOption(name, "onFailure", configuration.getOnFailure()).oneOf(FAILURES)
                .orElse(OnFailure.STOP);
        if (protocol != Protocol.V1) {
            refuse(name, "resilience=true", resilience, protocol);
            refuse(name, "payload=stream", payload == SinkPayload.STREAM && asked.contains(PAYLOAD), protocol);
            OF_RESILIENCE.forEach(option -> refuse(name, option, asked.contains(option), protocol));
            return null;
        }
        if (!resilience) {
            OF_RESILIENCE.stream().filter(asked::contains).findFirst().ifPresent(option -> {
                throw new IllegalArgumentException("wallaroo:" + name + ": " + option + " with resilience=false: what a"
                        + " worker without resilience sends is handed on as it arrives and is not kept; expected"
                        + " resilience=true and a worker built with it, or no " + option);
            });
        }
        if (onFailure == OnFailure.CONTINUE && asked.contains(RETRY_DELAY)) {
            throw new IllegalArgumentException("wallaroo:" + name + ": retryDelay with onFailure=continue, which tries"
                    + " nothing again; expected onFailure=stop, or no retryDelay");
        }
        String cookie = first(given(configuration.getCookie()), described.flatMap(ConnectorDescription::cookie))
                .orElse("");
        try {
            return new SinkSessionOptions(cookie, resilience, payload, transactionLog(name, configuration),
                    configuration.getDeliveredFlushMessages(),
                    Duration.ofMillis(configuration.getDeliveredFlushInterval()), configuration.getBacklogLimit(),
                    onFailure, Duration.ofMillis(configuration.getRetryDelay()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("wallaroo:" + name + ": " + e.getMessage(), e);
        }
    }

    private static Path transactionLog(String name, WallarooConfiguration configuration) {
        String directory = given(configuration.getTransactionLog());
        if (directory == null) {
            return SinkSessionOptions.defaultTransactionLog(name);
        }
        try {
            return Path.of(directory).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("transactionLog '" + directory + "' is no path (" + e.getReason()
                    + "); expected a directory of this connector alone", e);
        }
    }

    private static void refuse(String name, String option, boolean asked, Protocol protocol) {
        if (asked) {
            throw new IllegalArgumentException("wallaroo:" + name + ": " + option + " with protocol=" + protocol.text()
                    + ", which has neither transactions nor acknowledgements; expected protocol=1 and a worker that speaks"
                    + " it, or neither");
        }
    }

    /** @throws IllegalArgumentException if a producer is asked for what a consumer alone can do */
    static void refuseForProducer(String name, Set<String> asked) {
        Optional<String> option = asked.contains(PAYLOAD)
                ? Optional.of(PAYLOAD)
                : OF_RESILIENCE.stream().filter(asked::contains).findFirst();
        option.ifPresent(wrong -> {
            throw new IllegalArgumentException("wallaroo:" + name + ": " + wrong
                    + " is about what comes out of a worker,"
                    + " and to(\"wallaroo:" + name + "\") is a " + Direction.SOURCE.text() + "; expected no " + wrong
                    + ", or from(\"wallaroo:" + name + "\")");
        });
    }
}
