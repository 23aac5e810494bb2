package io.github.camelwallaroo.application;

import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * An application described in YAML:
 *
 * <pre>{@code
 * name: Celsius to Fahrenheit          # required
 * worker: com.example.Celsius          # Java class that sets up the embedded worker's pipelines
 * connectors:                          # required, one at least
 *   celsius_feed:
 *     direction: source                # required: source or sink
 *     host: 127.0.0.1                  # default 127.0.0.1
 *     port: 7100                       # required, 1 to 65535
 *     protocol: "0.6"                  # default 0.6
 *     format: float32                  # default bytes
 *     verify: true                     # default: as the format has it
 *     cookie: secret                   # generation 1; never shown
 *     maxFrameSize: 4194304            # bytes; default: the component's
 *     resilience: true                 # generation 1: the worker was built with resilience; default false
 *   fahrenheit_conversion:
 *     direction: sink
 *     port: 7200
 *     protocol: "1"
 *     payload: stream                  # sinks of generation 1: octets (default) or stream, as the encoder makes it
 * }</pre>
 */
public final class ApplicationFile {

    private static final List<String> KEYS = List.of("name", "worker", "connectors");
    private static final Pattern CLASS_NAME = Pattern
            .compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
                    + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");
    private static final int LONGEST_FILE = 1 << 20;
    private static final int MOST_ALIASES = 10;
    private static final int DEEPEST_NESTING = 20;

    private final Findings findings;
    private final String source;

    private ApplicationFile(String source) {
        this.source = source;
        this.findings = new Findings(source);
    }

    /**
     * Reads a description. Opens no file and constructs no object that the text names.
     *
     * @param yaml   the file's content
     * @param source how messages name the file
     * @throws ApplicationException with everything that is wrong, each with line and column
     */
    public static ApplicationDescription parse(String yaml, String source) {
        return new ApplicationFile(source).read(yaml);
    }

    private ApplicationDescription read(String yaml) {
        Optional<ApplicationDescription> application = compose(yaml).flatMap(this::application);
        if (application.isEmpty() || !findings.isEmpty()) {
            throw findings.toException();
        }
        return application.get();
    }

    private Optional<MappingNode> compose(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST_NESTING);
        options.setCodePointLimit(LONGEST_FILE);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            // Its message quotes the line, which may hold a cookie.
            findings.add(e.getProblemMark(), "this cannot be read as YAML: " + e.getProblem());
            return Optional.empty();
        } catch (ReaderException e) {
            findings.add(firstUnprintable(yaml), "a character (code " + e.getCodePoint()
                    + ") that YAML does not allow; expected text");
            return Optional.empty();
        } catch (YAMLException e) {
            findings.add(null, "this cannot be read as YAML: " + e.getMessage());
            return Optional.empty();
        }
        if (root instanceof MappingNode mapping && mapping.getTag().equals(Tag.MAP)) {
            return Optional.of(mapping);
        }
        boolean empty = root == null || root.getTag().equals(Tag.NULL);
        findings.add(root == null ? null : root.getStartMark(),
                "the file is " + (empty ? "empty" : YamlSection.kind(root))
                        + "; expected a mapping with 'name' and 'connectors'");
        return Optional.empty();
    }

    private static Mark firstUnprintable(String yaml) {
        int[] codePoints = yaml.codePoints().toArray();
        int line = 0;
        int column = 0;
        for (int i = 0; i < codePoints.length && StreamReader.isPrintable(codePoints[i]); i++) {
            boolean ends = codePoints[i] == '\n';
            line += ends ? 1 : 0;
            column = ends ? 0 : column + 1;
        }
        return new Mark("", 0, line, column, codePoints, 0);
    }

    private Optional<ApplicationDescription> application(MappingNode root) {
        YamlSection section = new YamlSection("the application", root.getStartMark(), root, findings);
        section.allowOnly(KEYS);
        section.require("name", "'name: ...', the application's name");
        section.require("connectors", "'connectors:' with one connector or more below it");
        Optional<String> name = section.text("name", "the application's name");
        Optional<String> worker = section.text("worker", "the name of a Java class");
        worker.filter(className -> !CLASS_NAME.matcher(className).matches())
                .ifPresent(
                        className -> section.wrong("worker", className,
                                "the name of a Java class, such as com.example.Celsius"));
        Map<String, ConnectorDescription> connectors = section
                .section("connectors", "connectors", "a mapping of names to connectors")
                .map(this::connectors)
                .orElse(Map.of());
        return name.map(text -> new ApplicationDescription(text, source, ModuleKind.YAML, worker, connectors));
    }

    private Map<String, ConnectorDescription> connectors(YamlSection section) {
        if (section.keys().isEmpty()) {
            findings.add(section.valuePlace(""), "connectors is empty; expected one connector or more");
        }
        Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
        Map<String, String> ports = new HashMap<>();
        for (String name : section.keys()) {
            if (!ConnectorSection.isName(name)) {
                findings.add(section.keyPlace(name), ConnectorSection.noName(name));
            }
            String title = "connector '" + name + "'";
            section.section(name, title, "a mapping with at least 'direction' and 'port'")
                    .ifPresent(
                            entry -> ConnectorSection.read(name, entry).ifPresent(connector -> {
                                connectors.put(name, connector);
                                String address = ConnectorTable.address(connector);
                                String other = ports.putIfAbsent(address, name);
                                if (other != null) {
                                    findings.add(entry.valuePlace("port"),
                                            "port of " + title + " is " + connector.port() + " on "
                                                    + connector.host() + ", as is that of connector '" + other
                                                    + "'; expected a port of its own");
                                }
                            }));
        }
        return connectors;
    }
}
