package io.github.camelwallaroo.application;

import java.io.StringReader;
import java.util.Optional;

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

/** Text as YAML nodes, within limits. No object is constructed that the text names. */
final class YamlDocument {

    private static final int LONGEST_FILE = 1 << 20;
    private static final int MOST_ALIASES = 10;
    private static final int DEEPEST_NESTING = 20;

    private YamlDocument() {}

    /** The mapping that the text is; nothing, and a finding, if it is something else. */
    static Optional<MappingNode> compose(String yaml, String expected, Findings findings) {
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
                "the file is " + (empty ? "empty" : YamlSection.kind(root)) + "; expected a mapping with " + expected);
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
}
