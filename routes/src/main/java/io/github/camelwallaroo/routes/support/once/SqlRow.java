package io.github.camelwallaroo.routes.support.once;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a message puts into the columns of a table. */
public final class SqlRow {

    private SqlRow() {}

    /**
     * The values for the columns: of a map by their names, of a list or array in their order, of all else the body itself,
     * which is for one column.
     *
     * @param columns as they are configured
     * @throws IllegalArgumentException if the body does not fit the columns; it does not say what is in it
     */
    public static List<Object> of(Object body, List<String> columns) {
        if (body instanceof Map<?, ?> map) {
            return ofMap(map, columns);
        }
        List<?> values = body instanceof List<?> list
                ? list
                : body instanceof Object[] array ? Arrays.asList(array) : Arrays.asList(body);
        if (values.size() != columns.size()) {
            throw new IllegalArgumentException("a body of type " + (body == null ? "null" : body.getClass().getName())
                    + " has " + values.size() + (values.size() == 1 ? " value" : " values") + " for columns " + columns
                    + "; choose another format for this connector, or add a step that makes a map or a list of it");
        }
        return new ArrayList<>(values);
    }

    private static List<Object> ofMap(Map<?, ?> map, List<String> columns) {
        List<Object> values = new ArrayList<>();
        for (String column : columns) {
            String key = column.replace("\"", "");
            if (!map.containsKey(key)) {
                throw new IllegalArgumentException("the body has no value for column " + column + "; it has "
                        + map.keySet().stream().map(String::valueOf).sorted().toList()
                        + " (a column that may be empty needs a key with null)");
            }
            values.add(map.get(key));
        }
        return values;
    }
}
