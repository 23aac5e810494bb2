package io.github.camelwallaroo.routes.support.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.apache.camel.Exchange;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.once.MessagePosition;
import io.github.camelwallaroo.routes.support.once.SqlIdentifier;
import io.github.camelwallaroo.routes.support.once.SqlRow;

/** A row for each message: its id, where it has one, its key if a column is named for that, and the values of its body. */
final class TableRows implements RowSource {

    private final String table;
    private final String keyColumn;
    private final List<String> columns;
    private final String withId;
    private final String withoutId;

    TableRows(String table, String columns, String keyColumn, String messageIdColumn) {
        this.table = table;
        this.keyColumn = keyColumn;
        this.columns = Arrays.stream(columns.split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
        List<String> names = new ArrayList<>();
        String id = SqlIdentifier.quoted("messageIdColumn", messageIdColumn);
        names.add(id);
        if (!keyColumn.isEmpty()) {
            names.add(SqlIdentifier.quoted("keyColumn", keyColumn));
        }
        this.columns.forEach(each -> names.add(SqlIdentifier.quoted("columns", each)));
        this.withId = insert(names) + " ON CONFLICT (" + id + ") DO NOTHING";
        this.withoutId = insert(names.subList(1, names.size()));
    }

    private String insert(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "columns is empty, expected the names of the columns that get a message's"
                            + " values");
        }
        return "INSERT INTO " + SqlIdentifier.quotedTable(table) + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
    }

    @Override
    public Row row(Exchange exchange) {
        MessagePosition position = MessagePosition.of(exchange.getMessage()).orElse(null);
        List<Object> values = new ArrayList<>();
        if (position != null) {
            values.add(position.id());
        }
        if (!keyColumn.isEmpty()) {
            values.add(exchange.getMessage().getHeader(WallarooConstants.KEY, String.class));
        }
        if (!columns.isEmpty()) {
            values.addAll(SqlRow.of(exchange.getMessage().getBody(), columns));
        }
        return new Row(position == null ? withoutId : withId, values, position);
    }

    @Override
    public String probe() {
        return withoutId;
    }

    @Override
    public PostgresFault fault() {
        return new PostgresFault("parameter table", "parameters columns, keyColumn and messageIdColumn",
                "create the table", "let this user write: GRANT INSERT, SELECT ON " + table + " TO ...");
    }
}
