package io.github.camelwallaroo.routes.launcher;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.convert.ModuleCodec;

/** An application for programs. What is not said is not there; of a cookie, only whether it is set. */
final class ApplicationJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ApplicationJson() {}

    static String text(ApplicationDescription description) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", description.name());
        fields.put("kind", description.kind().name().toLowerCase(Locale.ROOT));
        fields.put("source", description.source());
        description.worker().ifPresent(worker -> fields.put("worker", worker));
        fields.put("connectors", description.connectors().values().stream().map(ApplicationJson::connector).toList());
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers can be written", e);
        }
    }

    private static Map<String, Object> connector(ConnectorDescription connector) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", connector.name());
        fields.put("direction", connector.direction().text());
        fields.put("host", connector.host());
        fields.put("port", connector.port());
        fields.put("protocol", connector.protocol().text());
        connector.codec()
                .map(ModuleCodec::text)
                .ifPresentOrElse(functions -> fields.put("functions", functions),
                        () -> fields.put("format", connector.format()));
        fields.put("cookie", connector.cookie().isPresent());
        connector.verify().ifPresent(on -> fields.put("verify", on));
        connector.resilience().ifPresent(on -> fields.put("resilience", on));
        connector.payload().ifPresent(kind -> fields.put("payload", kind));
        connector.credits()
                .ifPresent(credits -> fields.put("credits",
                        Map.of("max", credits.max(), "refill", credits.refill())));
        connector.maxFrameSize().ifPresent(bytes -> fields.put("maxFrameSize", bytes));
        return fields;
    }
}
