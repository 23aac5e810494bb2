package io.github.camelwallaroo.routes.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** One parsed YAML document with typed access whose failures name the file and the key. Builds no classes of anyone's. */
final class YamlFile {

    private final String where;
    private final Object root;

    private YamlFile(String where, Object root) {
        this.where = where;
        this.root = root;
    }

    static YamlFile parse(String where, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new YamlFile(where, new Yaml(new SafeConstructor(options)).load(text));
        } catch (MarkedYAMLException e) {
            throw new CatalogException(where + ", line " + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem()
                    + "; this is not well-formed YAML", e);
        }
    }

    String where() {
        return where;
    }

    /** The elements of the list that a Camel YAML file is; one element for a file that is a map. */
    List<YamlFile> elements() {
        if (root instanceof List<?> list) {
            List<YamlFile> elements = new ArrayList<>();
            list.forEach(each -> elements.add(new YamlFile(where, each)));
            return elements;
        }
        return root == null ? List.of() : List.of(this);
    }

    boolean isMap() {
        return root instanceof Map;
    }

    boolean has(String key) {
        return root instanceof Map<?, ?> map && map.containsKey(key);
    }

    YamlFile child(String key) {
        return new YamlFile(where + ", " + key, map().get(key));
    }

    /** The entries of a map, in the file's order. */
    List<String> keys() {
        return map().keySet().stream().map(String::valueOf).toList();
    }

    void allowOnly(Set<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw new CatalogException(where + ": unknown key '" + key + "', expected some of " + known);
            }
        }
    }

    /** A scalar as text, or null when the key is absent. */
    String text(String key) {
        Object value = map().get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            throw new CatalogException(where + ": '" + key + "' is a collection, expected one value");
        }
        return value.toString().strip();
    }

    String requiredText(String key) {
        String value = text(key);
        if (value == null || value.isEmpty()) {
            throw new CatalogException(where + ": '" + key + "' is missing");
        }
        return value;
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    Long number(String key) {
        Object value = map().get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new CatalogException(where + ": '" + key + "' is '" + value + "', expected a whole number");
    }

    List<String> texts(String key) {
        Object value = map().get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new CatalogException(where + ": '" + key + "' is '" + value + "', expected a list");
    }

    private Map<?, ?> map() {
        if (root == null) {
            return Map.of();
        }
        if (root instanceof Map<?, ?> map) {
            return map;
        }
        throw new CatalogException(where + ": expected a map of keys and values, found '" + root + "'");
    }

    /** Every scalar in the document, however deep, as text. */
    List<String> scalars() {
        List<String> scalars = new ArrayList<>();
        collect(root, scalars);
        return scalars;
    }

    /** Visits every map in the document, this one first. */
    void walk(Consumer<YamlFile> visitor) {
        if (root instanceof Map<?, ?> map) {
            visitor.accept(this);
            map.forEach((key, value) -> new YamlFile(where + ", " + key, value).walk(visitor));
        } else if (root instanceof List<?> list) {
            list.forEach(value -> new YamlFile(where, value).walk(visitor));
        }
    }

    private static void collect(Object node, List<String> scalars) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, scalars));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, scalars));
        } else if (node != null) {
            scalars.add(node.toString());
        }
    }
}
