package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** Holds a document against a JSON Schema, as far as ours goes: an unknown keyword is an error of the test. */
final class SchemaCheck {

    private static final List<String> REMARKS = List.of("$schema", "$id", "$defs", "title", "description");

    private final JsonNode root;

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    boolean accepts(JsonNode document) {
        return accepts(root, document);
    }

    private boolean accepts(JsonNode schema, JsonNode value) {
        List<String> keywords = new ArrayList<>();
        schema.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(REMARKS);
        return keywords.stream().allMatch(keyword -> holds(keyword, schema, value));
    }

    private boolean holds(String keyword, JsonNode schema, JsonNode value) {
        JsonNode rule = schema.get(keyword);
        return switch (keyword) {
            case "$ref" -> accepts(root.at(rule.asText().substring(1)), value);
            case "type" -> rule.isArray()
                    ? elements(rule).anyMatch(type -> is(type.asText(), value))
                    : is(rule.asText(), value);
            case "enum" -> elements(rule).anyMatch(value::equals);
            case "anyOf" -> elements(rule).anyMatch(each -> accepts(each, value));
            case "pattern" -> !value.isTextual() || Pattern.compile(rule.asText()).matcher(value.asText()).find();
            case "minimum" -> !value.isNumber() || value.asDouble() >= rule.asDouble();
            case "maximum" -> !value.isNumber() || value.asDouble() <= rule.asDouble();
            case "minProperties" -> !value.isObject() || value.size() >= rule.asInt();
            case "maxProperties" -> !value.isObject() || value.size() <= rule.asInt();
            case "items" -> !value.isArray() || elements(value).allMatch(each -> accepts(rule, each));
            case "required" -> !value.isObject() || elements(rule).allMatch(name -> value.has(name.asText()));
            case "propertyNames" -> !value.isObject()
                    || names(value).allMatch(
                            name -> accepts(rule, com.fasterxml.jackson.databind.node.TextNode.valueOf(name)));
            case "properties" -> !value.isObject() || names(value).filter(rule::has)
                    .allMatch(name -> accepts(rule.get(name), value.get(name)));
            case "additionalProperties" -> !value.isObject() || names(value)
                    .filter(name -> !schema.path("properties").has(name))
                    .allMatch(name -> rule.isObject() && accepts(rule, value.get(name)));
            default -> throw new AssertionError("keyword " + keyword + " is not known here; teach it this class");
        };
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("type " + type);
        };
    }

    private static java.util.stream.Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static java.util.stream.Stream<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.stream();
    }
}
