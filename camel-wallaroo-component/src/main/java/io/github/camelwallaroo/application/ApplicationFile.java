package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * An application described in YAML:
 *
 * <pre>{@code
 * name: Celsius to Fahrenheit          # required
 * include: [shared.yaml]               # further connectors, from files beside this one
 * worker: com.example.Celsius          # Java class that sets up the embedded worker's pipelines
 * connectors:                          # required, one at least
 *   celsius_feed:
 *     direction: source                # required: source or sink
 *     host: 127.0.0.1                  # default 127.0.0.1
 *     port: 7100                       # required, 1 to 65535
 *     protocol: "0.6"                  # default 0.6
 *     format: float32                  # default bytes; with parameters text(charset=ISO-8859-1) or a mapping
 *     verify: true                     # default: as the format has it
 *     cookie: secret                   # generation 1; never shown
 *     maxFrameSize: 4194304            # bytes; default: the component's
 *     resilience: true                 # generation 1: the worker was built with resilience; default false
 *     maxCredits: 100                  # sources of generation 1: frames that the embedded worker lets a connector send
 *     refillCredits: 50                # the count at which it gives more; default: half of maxCredits
 *   fahrenheit_conversion:
 *     direction: sink
 *     port: 7200
 *     protocol: "1"
 *     payload: stream                  # sinks of generation 1: octets (default) or stream, as the encoder makes it
 * }</pre>
 *
 * A value may have placeholders: <code>"{{env:NAME}}"</code>, <code>"{{sys:NAME:default}}"</code>.
 */
public final class ApplicationFile {

    /** Lets an editor know the keys; means nothing here. */
    static final String SCHEMA = "$schema";
    static final List<String> KEYS = List.of("name", "worker", "include", "connectors");
    private static final Pattern CLASS_NAME = Pattern
            .compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
                    + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    private final Placeholders placeholders;
    private final List<Findings> findings = new ArrayList<>();
    private final Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    private ApplicationFile(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * Reads a description that includes no others. Opens no file and constructs no object that the text names.
     *
     * @param yaml   the file's content
     * @param source how messages name the file
     * @throws ApplicationException with everything that is wrong, each with line and column
     */
    public static ApplicationDescription parse(String yaml, String source) {
        return read(new Location.OfText(source, yaml), Placeholders.of(ApplicationArguments.of(null)));
    }

    /** The JSON Schema of these files, also the resource {@code application.schema.json} beside this class. */
    public static String schema() {
        FileContent schema = () -> ApplicationFile.class.getResourceAsStream("application.schema.json");
        return schema.read("the schema").strip();
    }

    /** @throws ApplicationException with everything that is wrong, each with file, line and column */
    static ApplicationDescription read(Location location, Placeholders placeholders) {
        return new ApplicationFile(placeholders).read(location);
    }

    private ApplicationDescription read(Location location) {
        Findings own = findings(location);
        Optional<ApplicationDescription> application = root(location, "'name' and 'connectors'", own)
                .flatMap(section -> application(section, location, own));
        if (application.isEmpty() || findings.stream().anyMatch(any -> !any.isEmpty())) {
            throw Findings.toException(location.text(), findings);
        }
        return application.get();
    }

    private Findings findings(Location location) {
        Findings own = new Findings(location.text());
        findings.add(own);
        return own;
    }

    private Optional<YamlSection> root(Location location, String expected, Findings own) {
        Optional<MappingNode> root = YamlDocument.compose(location.read(), expected, own);
        root.ifPresent(mapping -> placeholders.resolve(mapping, own));
        return root.map(mapping -> {
            YamlSection section = new YamlSection("the application", mapping.getStartMark(), mapping, own);
            section.allowOnly(KEYS, SCHEMA);
            return section;
        });
    }

    private Optional<ApplicationDescription> application(YamlSection section, Location location, Findings own) {
        section.require("name", "'name: ...', the application's name");
        Optional<String> name = section.text("name", "the application's name");
        Optional<String> worker = section.text("worker", "the name of a Java class");
        worker.filter(className -> !CLASS_NAME.matcher(className).matches())
                .ifPresent(
                        className -> section.wrong("worker", className,
                                "the name of a Java class, such as com.example.Celsius"));
        if (!section.has("include")) {
            section.require("connectors", "'connectors:' with one connector or more below it");
        }
        connectors(section, own);
        include(section, Includes.from(location), own);
        return name.map(text -> new ApplicationDescription(text, location.text(), ModuleKind.YAML, worker, connectors));
    }

    /** Connectors of a file that is included count as this file's; its name and worker do not. */
    private void include(YamlSection section, Includes includes, Findings own) {
        for (Includes included : includes.in(section, own)) {
            Findings theirs = findings(included.location());
            root(included.location(), "'connectors'", theirs).ifPresent(root -> {
                if (!root.has("include")) {
                    root.require("connectors", "'connectors:' with one connector or more below it");
                }
                connectors(root, theirs);
                include(root, included, theirs);
            });
        }
    }

    private void connectors(YamlSection root, Findings own) {
        root.section("connectors", "connectors", "a mapping of names to connectors").ifPresent(section -> {
            if (section.keys().isEmpty()) {
                own.add(section.valuePlace(""), "connectors is empty; expected one connector or more");
            }
            section.keys().forEach(name -> connector(name, section, own));
        });
    }

    private void connector(String name, YamlSection section, Findings own) {
        Mark place = section.keyPlace(name);
        if (!ConnectorSection.isName(name)) {
            own.add(place, ConnectorSection.noName(name));
        }
        String other = places.putIfAbsent(name, own.place(place));
        if (other != null) {
            own.add(place, "connector '" + name + "' is described here and in " + other
                    + "; expected it once, or two names");
        }
        String title = "connector '" + name + "'";
        section.section(name, title, "a mapping with at least 'direction' and 'port'")
                .ifPresent(
                        entry -> ConnectorSection.read(name, entry).ifPresent(connector -> {
                            connectors.put(name, connector);
                            refuseSharedAddress(connector, entry, own);
                        }));
    }

    private void refuseSharedAddress(ConnectorDescription connector, YamlSection entry, Findings own) {
        String other = addresses.putIfAbsent(ConnectorTable.address(connector), connector.name());
        if (other != null && !other.equals(connector.name())) {
            own.add(entry.valuePlace("port"),
                    "port of connector '" + connector.name() + "' is " + connector.port() + " on "
                            + connector.host() + ", as is that of connector '" + other
                            + "'; expected a port of its own");
        }
    }
}
