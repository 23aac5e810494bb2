package io.github.camelwallaroo.routes.support.postgres;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Puts a message's values into a statement. All but bytes go as text without a type, which the database reads as what its
 * column holds, so that one message's number and the next one's text are the same to it. Bytes go as they are into
 * {@code bytea}, and as UTF-8 text into all else. Maps and lists are JSON.
 */
final class RowBinding {

    private static final JsonMapper JSON = new JsonMapper();

    private final PreparedStatement statement;
    private boolean[] binary;

    RowBinding(PreparedStatement statement) {
        this.statement = statement;
    }

    /** @throws IllegalArgumentException if a value cannot be one of its column; it does not say which value */
    void bind(List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof byte[] bytes) {
                bind(i, bytes);
            } else {
                statement.setObject(i + 1, text(value), Types.OTHER);
            }
        }
    }

    private void bind(int i, byte[] bytes) throws SQLException {
        if (isBinary(i)) {
            statement.setBytes(i + 1, bytes);
            return;
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            statement.setObject(i + 1, text, Types.OTHER);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "a value of " + bytes.length + " bytes is no UTF-8 text, and its column is"
                            + " not bytea; choose another column or another format",
                    e);
        }
    }

    private boolean isBinary(int i) throws SQLException {
        if (binary == null) {
            var types = statement.getParameterMetaData();
            boolean[] found = new boolean[types.getParameterCount()];
            for (int each = 0; each < found.length; each++) {
                found[each] = types.getParameterType(each + 1) == Types.BINARY;
            }
            binary = found;
        }
        return binary[i];
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> || value instanceof Collection<?> || value instanceof Object[]) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("a value of type " + value.getClass().getName() + " is no JSON", e);
            }
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
