package io.github.camelwallaroo.routes.support.postgres;

import java.io.IOException;

import org.apache.camel.Message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.github.camelwallaroo.WallarooConstants;

/**
 * What of a row, as a JSON object, is a message.
 *
 * @param field    which field is the message; empty: the whole text
 * @param keyField which field is its key; empty: none
 */
record RowMessage(String field, String keyField) {

    private static final JsonMapper JSON = new JsonMapper();

    /** @throws IllegalArgumentException if the text is not what it should be; it does not say what is in it */
    void fill(Message message, String text) {
        message.setBody(text);
        if (field.isEmpty() && keyField.isEmpty()) {
            return;
        }
        JsonNode row = object(text);
        if (!keyField.isEmpty() && row.hasNonNull(keyField)) {
            message.setHeader(WallarooConstants.KEY, text(row.get(keyField)));
        }
        if (!field.isEmpty()) {
            JsonNode value = row.get(field);
            if (value == null || value.isNull()) {
                throw new IllegalArgumentException(
                        "there is no value in field " + field + " (look at parameter field)");
            }
            message.setBody(text(value));
        }
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static JsonNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            // Its message quotes the text.
            throw notJson(text);
        }
        throw notJson(text);
    }

    private static IllegalArgumentException notJson(String text) {
        return new IllegalArgumentException("a payload of " + text.length()
                + " characters is no JSON object (look at parameters field and keyField)");
    }
}
