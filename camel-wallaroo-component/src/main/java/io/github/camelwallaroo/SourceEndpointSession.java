package io.github.camelwallaroo;

import static io.github.camelwallaroo.EndpointOption.first;
import static io.github.camelwallaroo.EndpointOption.given;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.CompletionMode;
import io.github.camelwallaroo.source.OnPoison;
import io.github.camelwallaroo.source.SessionOptions;

/** The options of a producer that only generation 1 knows, put together and held against each other. */
final class SourceEndpointSession {

    private static final Map<String, CompletionMode> COMPLETIONS = new TreeMap<>(
            Map.of("accepted", CompletionMode.ACCEPTED, "acknowledged", CompletionMode.ACKNOWLEDGED,
                    "written", CompletionMode.WRITTEN));
    private static final Map<String, OnPoison> POISON = new TreeMap<>(
            Map.of("deadLetter", OnPoison.DEAD_LETTER, "stop", OnPoison.STOP));

    private SourceEndpointSession() {}

    /**
     * @return null for a generation without sessions
     * @throws IllegalArgumentException if an option has no such value, or asks for what others exclude
     */
    static SessionOptions options(String name, Protocol protocol, Optional<ConnectorDescription> described,
            WallarooConfiguration configuration) {
        boolean resilience = first(configuration.getResilience(), described.flatMap(ConnectorDescription::resilience))
                .orElse(false);
        CompletionMode completion = new EndpointOption(name, "completion", configuration.getCompletion())
                .oneOf(COMPLETIONS)
                .orElse(resilience ? CompletionMode.ACKNOWLEDGED : CompletionMode.WRITTEN);
        OnPoison onPoison = new EndpointOption(name, "onPoison", configuration.getOnPoison()).oneOf(POISON)
                .orElse(OnPoison.STOP);
        if (protocol != Protocol.V1) {
            refuse(name, "resilience=true", resilience, protocol);
            refuse(name, "completion=acknowledged", completion == CompletionMode.ACKNOWLEDGED, protocol);
            return null;
        }
        if (onPoison == OnPoison.DEAD_LETTER && completion != CompletionMode.ACKNOWLEDGED) {
            throw new IllegalArgumentException("wallaroo:" + name + ": onPoison=deadLetter with completion="
                    + completion.name().toLowerCase(Locale.ROOT) + ": an"
                    + " exchange that completed already cannot go to the dead letter any more; expected"
                    + " completion=acknowledged, or onPoison=stop");
        }
        String cookie = first(given(configuration.getCookie()), described.flatMap(ConnectorDescription::cookie))
                .orElse("");
        String instance = given(configuration.getInstanceName());
        return new SessionOptions(cookie, SessionOptions.DEFAULT_PROGRAM_NAME,
                instance == null ? SessionOptions.defaultInstanceName() : instance, resilience, completion,
                given(configuration.getStream()), configuration.getPoisonRetries(), onPoison);
    }

    private static void refuse(String name, String option, boolean asked, Protocol protocol) {
        if (asked) {
            throw new IllegalArgumentException("wallaroo:" + name + ": " + option + " with protocol=" + protocol.text()
                    + ", which acknowledges nothing; expected protocol=1 and a worker that speaks it, or neither");
        }
    }
}
