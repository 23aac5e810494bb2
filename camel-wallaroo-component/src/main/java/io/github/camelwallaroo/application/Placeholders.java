package io.github.camelwallaroo.application;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Puts values in the place of <code>{{env:NAME}}</code>, <code>{{sys:NAME}}</code> and <code>{{NAME}}</code>, each with an
 * optional <code>:default</code> behind it, wherever a value of the file has them.
 *
 * @param environment variables of the environment, null for one that is not set
 * @param system      the JVM's properties, likewise
 * @param properties  everything else, likewise
 */
record Placeholders(Function<String, String> environment, Function<String, String> system,
        Function<String, String> properties) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final String ENVIRONMENT = "env:";
    private static final String SYSTEM = "sys:";
    private static final Resolver TYPES = new Resolver();
    private static final Set<Tag> TYPED = Set.of(Tag.INT, Tag.BOOL);

    /** Those of this process. */
    static Placeholders of(ApplicationArguments arguments) {
        return new Placeholders(System::getenv, System::getProperty, arguments.properties());
    }

    /** A value that stood in the file as a placeholder. */
    static final class Resolved extends ScalarNode {

        private final String written;
        private final boolean complete;

        Resolved(ScalarNode node, String value, Tag tag, boolean complete) {
            super(tag, value, node.getStartMark(), node.getEndMark(), node.getScalarStyle());
            this.written = node.getValue();
            this.complete = complete;
        }

        /** Whether every placeholder had a value; where one had none, that has been reported. */
        boolean isComplete() {
            return complete;
        }

        /** For messages, since what came of it may be a secret. */
        String written() {
            return written;
        }
    }

    /** Changes the values of a mapping and of everything in it; keys stay as they are. */
    void resolve(MappingNode root, Findings findings) {
        resolve(root, findings, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private Node resolve(Node node, Findings findings, Set<Node> seen) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, findings);
        }
        if (!seen.add(node)) {
            return node;
        }
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> entries = mapping.getValue();
            entries.replaceAll(
                    entry -> new NodeTuple(entry.getKeyNode(), resolve(entry.getValueNode(), findings, seen)));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().replaceAll(element -> resolve(element, findings, seen));
        }
        return node;
    }

    private ScalarNode scalar(ScalarNode node, Findings findings) {
        Matcher matcher = PLACEHOLDER.matcher(node.getValue());
        if (!matcher.find()) {
            return node;
        }
        StringBuilder value = new StringBuilder();
        boolean complete = true;
        do {
            Optional<String> found = value(matcher.group(1));
            if (found.isEmpty()) {
                complete = false;
                findings.add(node.getStartMark(), "placeholder '" + matcher.group() + "' has no value: "
                        + missing(matcher.group(1)));
            }
            matcher.appendReplacement(value, Matcher.quoteReplacement(found.orElse("")));
        } while (matcher.find());
        String text = matcher.appendTail(value).toString();
        Tag type = TYPES.resolve(NodeId.scalar, text, true);
        return new Resolved(node, text, TYPED.contains(type) ? type : Tag.STR, complete);
    }

    private Optional<String> value(String placeholder) {
        if (placeholder.startsWith(ENVIRONMENT)) {
            return value(placeholder.substring(ENVIRONMENT.length()), environment);
        }
        if (placeholder.startsWith(SYSTEM)) {
            return value(placeholder.substring(SYSTEM.length()), system);
        }
        return value(placeholder, properties);
    }

    private static Optional<String> value(String nameAndDefault, Function<String, String> values) {
        int colon = nameAndDefault.indexOf(':');
        String name = colon < 0 ? nameAndDefault : nameAndDefault.substring(0, colon);
        String found = name.isEmpty() ? null : values.apply(name);
        return found == null && colon >= 0
                ? Optional.of(nameAndDefault.substring(colon + 1))
                : Optional.ofNullable(found);
    }

    private static String missing(String placeholder) {
        String what = placeholder.startsWith(ENVIRONMENT)
                ? "environment variable '" + placeholder.substring(ENVIRONMENT.length()) + "' is not set; set it"
                : placeholder.startsWith(SYSTEM)
                        ? "system property '" + placeholder.substring(SYSTEM.length()) + "' is not set; set it"
                        : "there is no property '" + placeholder
                                + "' here; expected env:NAME, sys:NAME or the name of a"
                                + " property of the Camel context";
        return what + ", or give a default, {{" + placeholder + ":...}}";
    }
}
