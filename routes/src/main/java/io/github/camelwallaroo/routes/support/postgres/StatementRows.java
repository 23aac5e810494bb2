package io.github.camelwallaroo.routes.support.postgres;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.once.MessagePosition;

/**
 * A statement of the user's, with named parameters: {@code :message_id}, {@code :message_key}, {@code :event_time} (milliseconds
 * since the epoch), {@code :body}, and the fields of a body that is a map or a JSON object.
 */
final class StatementRows implements RowSource {

    static final String MESSAGE_ID = "message_id";
    static final String KEY = "message_key";
    static final String EVENT_TIME = "event_time";
    static final String BODY = "body";

    private static final List<String> OF_THE_MESSAGE = List.of(MESSAGE_ID, KEY, EVENT_TIME, BODY);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final NamedStatement statement;
    private final boolean readsBody;

    StatementRows(String text) {
        this.statement = NamedStatement.parse(text);
        this.readsBody = !OF_THE_MESSAGE.containsAll(statement.names());
    }

    /** Whether repeated messages can be told from new ones. */
    boolean hasMessageId() {
        return statement.names().contains(MESSAGE_ID);
    }

    @Override
    public Row row(Exchange exchange) {
        Message message = exchange.getMessage();
        MessagePosition position = MessagePosition.of(message).orElse(null);
        Map<?, ?> fields = readsBody ? fields(message.getBody()) : Map.of();
        List<Object> values = new ArrayList<>();
        for (String name : statement.names()) {
            values.add(switch (name) {
                case MESSAGE_ID -> position == null ? null : position.id();
                case KEY -> message.getHeader(WallarooConstants.KEY);
                case EVENT_TIME -> message.getHeader(WallarooConstants.EVENT_TIME);
                case BODY -> message.getBody();
                default -> field(fields, name);
            });
        }
        return new Row(statement.sql(), values, position);
    }

    private static Object field(Map<?, ?> fields, String name) {
        if (!fields.containsKey(name)) {
            throw new IllegalArgumentException(
                    "the body has no field " + name + ", which parameter statement asks for; it"
                            + " has " + fields.keySet().stream().map(String::valueOf).sorted().toList()
                            + " (a field that may be empty needs null)");
        }
        return fields.get(name);
    }

    private static Map<?, ?> fields(Object body) {
        if (body instanceof Map<?, ?> map) {
            return map;
        }
        try {
            if (body instanceof byte[] bytes) {
                return JSON.readValue(bytes, Map.class);
            }
            if (body instanceof CharSequence text) {
                return JSON.readValue(text.toString(), Map.class);
            }
        } catch (IOException e) {
            // Its message quotes what is in the body.
            throw new IllegalArgumentException(
                    "the body is no JSON object, and parameter statement asks for its fields");
        }
        throw new IllegalArgumentException("a body of type " + (body == null ? "null" : body.getClass().getName())
                + " has no fields, which parameter statement asks for; choose format json, or :body in the statement");
    }

    @Override
    public String probe() {
        return statement.sql();
    }

    @Override
    public PostgresFault fault() {
        return new PostgresFault("the table in parameter statement", "parameter statement", "create the table",
                "let this user do what parameter statement does (GRANT ...)");
    }
}
