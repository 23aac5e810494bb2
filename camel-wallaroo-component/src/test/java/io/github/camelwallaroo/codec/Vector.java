package io.github.camelwallaroo.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.frame.Message05;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** A frame and the bytes that the reference library made of it. */
record Vector(Protocol protocol, OneWayMessage frame, byte[] bytes) {

    static List<Vector> all() {
        List<Vector> vectors = new ArrayList<>(of(Protocol.V0_5));
        vectors.addAll(of(Protocol.V0_6));
        return vectors;
    }

    static List<Vector> of(Protocol protocol) {
        String file = "/vectors/framed-" + protocol.text() + ".json";
        try (InputStream in = Vector.class.getResourceAsStream(file)) {
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode row : new ObjectMapper().readTree(in)) {
                vectors.add(new Vector(protocol, frame(protocol, row), hex(row, "frame")));
            }
            return vectors;
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    /** Those short enough to be cut at every byte. */
    static List<Vector> small() {
        return all().stream().filter(vector -> vector.bytes.length <= 2048).toList();
    }

    private static OneWayMessage frame(Protocol protocol, JsonNode row) {
        byte[] payload = hex(row, "payload");
        return switch (protocol) {
            case V0_5 -> new Message05(row.get("partition").textValue(), row.get("sequence").longValue(), payload);
            case V0_6 -> new Message06(row.get("eventTime").longValue(), payload);
            case V1 -> throw new IllegalArgumentException(protocol + " has vectors of another form");
        };
    }

    private static byte[] hex(JsonNode row, String field) {
        return HexFormat.of().parseHex(row.get(field).textValue());
    }

    @Override
    public String toString() {
        return protocol.text() + " " + frame;
    }
}
