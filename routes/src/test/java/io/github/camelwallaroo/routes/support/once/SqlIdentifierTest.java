package io.github.camelwallaroo.routes.support.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlIdentifierTest {

    @Test
    void shouldQuoteWhatIsAName() {
        assertThat(SqlIdentifier.quotedTable("Readings")).isEqualTo("\"readings\"");
        assertThat(SqlIdentifier.quotedTable("public.Readings_2")).isEqualTo("\"public\".\"readings_2\"");
        assertThat(SqlIdentifier.quotedTable("\"My.Schema\".\"a b\"")).isEqualTo("\"My.Schema\".\"a b\"");
        assertThat(SqlIdentifier.quoted("column", " order ")).isEqualTo("\"order\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a; DROP TABLE b", "a\"b", "\"a\"b\"", "\"\"", "a.", "1a", "a--", "a)"})
    void shouldRefuseWhatIsNone(String name) {
        assertThatThrownBy(() -> SqlIdentifier.quotedTable(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a name");
    }
}
