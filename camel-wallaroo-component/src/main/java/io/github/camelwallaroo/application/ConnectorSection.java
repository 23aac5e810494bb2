package io.github.camelwallaroo.application;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;

/** The keys of one connector. */
final class ConnectorSection {

    private static final String MAX_CREDITS = "maxCredits";
    private static final String REFILL_CREDITS = "refillCredits";
    static final List<String> KEYS = List.of("direction", "host", "port", "protocol", "format", "verify",
            "cookie", "maxFrameSize", "resilience", "payload", MAX_CREDITS, REFILL_CREDITS);
    private static final List<String> PAYLOADS = List.of(ConnectorDescription.OCTETS, ConnectorDescription.STREAM);
    /** Names stand in endpoint addresses and in command-line flags. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final int SMALLEST_MAX_FRAME_SIZE = 64;
    private static final int LARGEST_MAX_FRAME_SIZE = 1 << 30;

    private ConnectorSection() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String noName(String name) {
        return "connector name '" + name + "' cannot stand in an address; expected letters, digits, '_', '-' and '.',"
                + " the first a letter or a digit";
    }

    /** The connector, or nothing if something it cannot be without is missing or wrong. */
    static Optional<ConnectorDescription> read(String name, YamlSection section) {
        section.allowOnly(KEYS);
        section.require("direction", "'direction: source' or 'direction: sink'");
        section.require("port", "'port: 7100' or another from 1 to 65535, the one that the worker uses for it");
        Optional<Direction> direction = direction(section);
        OptionalInt port = section.number("port", 1, 65535);
        String host = section.text("host", "a host name or an address").orElse(ConnectorDescription.DEFAULT_HOST);
        Protocol protocol = protocol(section);
        String format = format(section);
        Optional<Boolean> verify = section.flag("verify");
        Optional<String> cookie = section.secret("cookie", "the worker's cookie");
        OptionalInt maxFrameSize = section.number("maxFrameSize", SMALLEST_MAX_FRAME_SIZE, LARGEST_MAX_FRAME_SIZE);
        Optional<Boolean> resilience = resilience(section, protocol);
        Optional<String> payload = payload(section, direction, protocol);
        Optional<ConnectorDescription.Credits> credits = credits(section, direction, protocol);
        if (direction.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        ConnectorDescription description = new ConnectorDescription(name, direction.get(), host, port.getAsInt(),
                protocol, format, verify, cookie, maxFrameSize, resilience, payload);
        return Optional.of(credits.map(description::withCredits).orElse(description));
    }

    private static Optional<ConnectorDescription.Credits> credits(YamlSection section, Optional<Direction> direction,
            Protocol protocol) {
        OptionalInt max = section.number(MAX_CREDITS, 1, Integer.MAX_VALUE);
        OptionalInt refill = section.number(REFILL_CREDITS, 0, max.orElse(Integer.MAX_VALUE));
        if (max.isEmpty() && refill.isEmpty()) {
            return Optional.empty();
        }
        String key = max.isPresent() ? MAX_CREDITS : REFILL_CREDITS;
        String value = String.valueOf(max.isPresent() ? max.getAsInt() : refill.getAsInt());
        if (direction.filter(Direction.SINK::equals).isPresent()) {
            section.wrong(key, value,
                    "no such key: a worker gives credits to those who send to it, and this connector is a sink");
        } else if (protocol != Protocol.V1) {
            section.wrong(key, value,
                    "no such key, or 'protocol: \"1\"': generation " + protocol.text() + " has no credits");
        } else if (max.isEmpty()) {
            section.wrong(key, value, "'maxCredits' beside it: how many there are when they are filled up");
        }
        return max.isEmpty()
                ? Optional.empty()
                : Optional.of(new ConnectorDescription.Credits(max.getAsInt(), refill.orElse(max.getAsInt() / 2)));
    }

    private static Optional<String> payload(YamlSection section, Optional<Direction> direction, Protocol protocol) {
        Optional<String> payload = section.text("payload", String.join(" or ", PAYLOADS));
        if (payload.isEmpty()) {
            return payload;
        }
        String kind = payload.get();
        if (!PAYLOADS.contains(kind)) {
            section.wrong("payload", kind,
                    String.join(" or ", PAYLOADS) + after(Suggestion.nearest(kind, PAYLOADS)));
        } else if (direction.filter(Direction.SOURCE::equals).isPresent()) {
            section.wrong("payload", kind,
                    "no such key: only what comes out of a worker is wrapped, and this connector is"
                            + " a source");
        } else if (kind.equals(ConnectorDescription.STREAM) && protocol != Protocol.V1) {
            section.wrong("payload", kind, "octets, or 'protocol: \"1\"': generation " + protocol.text()
                    + " frames every payload alike");
        }
        return payload;
    }

    private static Optional<Boolean> resilience(YamlSection section, Protocol protocol) {
        Optional<Boolean> resilience = section.flag("resilience");
        if (resilience.orElse(false) && protocol != Protocol.V1) {
            section.wrong("resilience", "true",
                    "false, or 'protocol: \"1\"': only generation 1 has acknowledgements, and"
                            + " this connector speaks " + protocol.text());
        }
        return resilience;
    }

    private static Optional<Direction> direction(YamlSection section) {
        Optional<String> text = section.text("direction", "source or sink");
        Optional<Direction> direction = text.flatMap(
                value -> Arrays.stream(Direction.values()).filter(known -> known.text().equals(value)).findFirst());
        if (text.isPresent() && direction.isEmpty()) {
            List<String> known = Arrays.stream(Direction.values()).map(Direction::text).toList();
            section.wrong("direction", text.get(), "source or sink" + after(Suggestion.nearest(text.get(), known)));
        }
        return direction;
    }

    private static Protocol protocol(YamlSection section) {
        List<String> known = Arrays.stream(Protocol.values()).map(Protocol::text).toList();
        String expected = Protocol.choice();
        Optional<String> text = section.text("protocol", expected);
        if (text.isPresent() && !known.contains(text.get())) {
            section.wrong("protocol", text.get(), expected + ", the generation that the worker speaks");
        }
        return text.filter(known::contains).map(Protocol::of).orElse(ConnectorDescription.DEFAULT_PROTOCOL);
    }

    private static String format(YamlSection section) {
        String expected = "one of " + String.join(", ", Format.names()) + ", or #bean";
        if (section.isSection("format")) {
            return FormatSection.read(section, expected);
        }
        Optional<String> text = section.text("format", expected);
        boolean bean = text.filter(value -> value.length() > 1 && value.startsWith("#")).isPresent();
        if (text.isEmpty() || bean) {
            return text.orElse(ConnectorDescription.DEFAULT_FORMAT);
        }
        String name = text.get().replaceFirst("\\(.*", "").strip();
        if (!Format.names().contains(name)) {
            section.wrong("format", text.get(), expected + after(Suggestion.nearest(name, Format.names())));
        } else {
            try {
                Format.of(text.get());
            } catch (IllegalArgumentException e) {
                section.found("format", e.getMessage());
            }
        }
        return text.get();
    }

    static String after(String suggestion) {
        return suggestion.isEmpty() ? "" : "; " + suggestion.strip();
    }
}
