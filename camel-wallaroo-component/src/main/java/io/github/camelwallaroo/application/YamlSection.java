package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a YAML file, read by key with its types checked. It works on nodes, never on constructed objects, so tags
 * choose no classes and every finding has its line. A getter gives nothing if the key is missing or its value is wrong; the
 * latter is a finding.
 */
final class YamlSection {

    private static final Set<Tag> PLAIN_SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP,
            Tag.MERGE);
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,10}");

    private final String title;
    private final Findings findings;
    private final Mark start;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    /**
     * @param title how findings name this section, for example {@code connector 'celsius_feed'}
     * @param start where a finding about something missing points to
     */
    YamlSection(String title, Mark start, MappingNode node, Findings findings) {
        this.title = title;
        this.start = start;
        this.findings = findings;
        for (NodeTuple entry : node.getValue()) {
            add(entry);
        }
    }

    private void add(NodeTuple entry) {
        Mark place = entry.getKeyNode().getStartMark();
        if (!(entry.getKeyNode() instanceof ScalarNode key) || !PLAIN_SCALARS.contains(key.getTag())) {
            findings.add(place, title + " has a key that is no plain text; expected a name");
            return;
        }
        NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            findings.add(place, "'" + key.getValue() + "' stands twice in " + title + ", first in line "
                    + (first.getKeyNode().getStartMark().getLine() + 1) + "; expected it once");
        }
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Reports all keys but these. @param silent allowed as well, and not offered to anybody */
    void allowOnly(List<String> known, String... silent) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key) && !List.of(silent).contains(key)) {
                findings.add(entry.getKeyNode().getStartMark(), "'" + key + "' is unknown in " + title + "; "
                        + Suggestion.nearest(key, known) + "expected one of " + String.join(", ", known));
            }
        });
    }

    Collection<String> keys() {
        return entries.keySet();
    }

    Mark keyPlace(String key) {
        return entries.get(key).getKeyNode().getStartMark();
    }

    /** Where the value of a key stands; the section's own place if the key is missing. */
    Mark valuePlace(String key) {
        return entries.containsKey(key) ? entries.get(key).getValueNode().getStartMark() : start;
    }

    /** Reports a key that is missing; not one that is there with a wrong value, which has its finding already. */
    void require(String key, String expected) {
        if (!entries.containsKey(key)) {
            findings.add(start, title + " has no " + key + "; expected " + expected);
        }
    }

    /** The value as it is written: a number or a boolean in the place of text loses nothing. */
    Optional<String> text(String key, String expected) {
        return scalar(key, expected).map(ScalarNode::getValue).filter(value -> {
            if (value.isBlank()) {
                findings.add(valuePlace(key), key + " of " + title + " is empty; expected " + expected);
            }
            return !value.isBlank();
        });
    }

    /** Of a single text or a list of texts, those that are some. */
    List<ScalarNode> texts(String key, String expected) {
        if (has(key) && entries.get(key).getValueNode() instanceof SequenceNode list) {
            List<ScalarNode> texts = new ArrayList<>();
            for (Node element : list.getValue()) {
                if (element instanceof ScalarNode text && PLAIN_SCALARS.contains(text.getTag())
                        && !text.getValue().isBlank()) {
                    texts.add(text);
                } else {
                    wrongKind(element, "an element of " + key + " of " + title, expected);
                }
            }
            return texts;
        }
        return text(key, expected).isPresent() ? List.of((ScalarNode) entries.get(key).getValueNode()) : List.of();
    }

    /** Whether the value of a key has keys of its own. */
    boolean isSection(String key) {
        return has(key) && entries.get(key).getValueNode() instanceof MappingNode node && node.getTag().equals(Tag.MAP);
    }

    /** As {@link #text}, for a value that may be empty and must not be shown. */
    Optional<String> secret(String key, String expected) {
        return scalar(key, expected).map(ScalarNode::getValue);
    }

    OptionalInt number(String key, int smallest, int largest) {
        String range = smallest + " to " + largest;
        Optional<ScalarNode> scalar = scalar(key, range);
        if (scalar.isEmpty()) {
            return OptionalInt.empty();
        }
        String text = scalar.get().getValue();
        // YAML also writes octal and base-60 numbers as integers, and would read 71:00 as 4260.
        boolean number = scalar.get().getTag().equals(Tag.INT) && DECIMAL.matcher(text).matches();
        if (!number || Long.parseLong(text) < smallest || Long.parseLong(text) > largest) {
            String quoted = scalar.get().getTag().equals(Tag.STR) && DECIMAL.matcher(text).matches()
                    ? " without quotes"
                    : "";
            wrong(key, text, "a number from " + range + quoted);
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    Optional<Boolean> flag(String key) {
        Optional<ScalarNode> scalar = scalar(key, "true or false");
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get().getValue().toLowerCase(Locale.ROOT);
        if (!scalar.get().getTag().equals(Tag.BOOL) || !(YES.contains(text) || NO.contains(text))) {
            wrong(key, scalar.get().getValue(), "true or false");
            return Optional.empty();
        }
        return Optional.of(YES.contains(text));
    }

    /** The section behind a key. */
    Optional<YamlSection> section(String key, String sectionTitle, String expected) {
        NodeTuple entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.getValueNode() instanceof MappingNode node && node.getTag().equals(Tag.MAP)) {
            return Optional.of(new YamlSection(sectionTitle, entry.getKeyNode().getStartMark(), node, findings));
        }
        wrongKind(entry.getValueNode(), sectionTitle, expected);
        return Optional.empty();
    }

    /** Reports a value that is understood but not allowed. */
    void wrong(String key, String value, String expected) {
        // What came of a placeholder may be a secret that was meant for another key.
        String shown = has(key) && entries.get(key).getValueNode() instanceof Placeholders.Resolved resolved
                ? "'" + resolved.written() + "', whose value does not fit"
                : "'" + value + "'";
        findings.add(valuePlace(key), key + " of " + title + " is " + shown + "; expected " + expected);
    }

    /** How findings name this section. */
    String title() {
        return title;
    }

    /** Whether a key has nothing behind it. */
    boolean isEmpty(String key) {
        return entries.get(key).getValueNode().getTag().equals(Tag.NULL);
    }

    /** Reports something at a key. */
    void foundKey(String key, String text) {
        findings.add(keyPlace(key), text + ", for " + title);
    }

    /** Reports a value of the wrong shape. */
    void foundKind(String key, String expected) {
        wrongKind(entries.get(key).getValueNode(), key + " of " + title, expected);
    }

    /** Reports something at the value of a key. */
    void found(String key, String text) {
        findings.add(valuePlace(key), text + ", for " + key + " of " + title);
    }

    private Optional<ScalarNode> scalar(String key, String expected) {
        NodeTuple entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.getValueNode() instanceof Placeholders.Resolved resolved && !resolved.isComplete()) {
            return Optional.empty();
        }
        if (entry.getValueNode() instanceof ScalarNode scalar && PLAIN_SCALARS.contains(scalar.getTag())) {
            return Optional.of(scalar);
        }
        wrongKind(entry.getValueNode(), key + " of " + title, expected);
        return Optional.empty();
    }

    private void wrongKind(Node node, String what, String expected) {
        findings.add(node.getStartMark(), what + " is " + kind(node) + "; expected " + expected
                + (looksLikePlaceholder(node) ? "; a placeholder stands in quotes, \"{{...}}\"" : ""));
    }

    /** Without quotes, YAML takes its braces for two mappings. */
    private static boolean looksLikePlaceholder(Node node) {
        return node instanceof MappingNode outer && outer.getValue().size() == 1
                && outer.getValue().get(0).getKeyNode() instanceof MappingNode;
    }

    static String kind(Node node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return "empty";
        }
        if (PLAIN_SCALARS.contains(tag)) {
            return "a single value";
        }
        return tag.equals(Tag.MAP)
                ? "a mapping"
                : tag.equals(Tag.SEQ) ? "a list" : "marked with the tag " + tag.getValue();
    }
}
