package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamedStatementTest {

    @Test
    void shouldPutAQuestionMarkInThePlaceOfEachParameter() {
        NamedStatement statement = NamedStatement.parse(" INSERT INTO t VALUES (:a, :b_2,:a) ; ");

        assertThat(statement.sql()).isEqualTo("INSERT INTO t VALUES (?, ?,?) ");
        assertThat(statement.names()).containsExactly("a", "b_2", "a");
    }

    @Test
    void shouldLeaveAloneWhatIsQuotedCastOrCommented() {
        String plain = "':x' 'a'':y' \":z\" $$:d$$ $t$ $$ :e $t$ E'\\':f' a::int b := 1 c[1:2] -- :g\n /* :h */";
        NamedStatement statement = NamedStatement.parse("SELECT " + plain + " :a::int");

        assertThat(statement.sql()).isEqualTo("SELECT " + plain + " ?::int");
        assertThat(statement.names()).containsExactly("a");
    }

    @Test
    void shouldKeepOperatorsOfQuestionMarksApartFromParameters() {
        assertThat(NamedStatement.parse("SELECT :a::jsonb ? 'x' ?| :b").sql())
                .isEqualTo("SELECT ?::jsonb ?? 'x' ??| ?");
    }

    @Test
    void shouldRefuseAStatementThatWouldDoTheSameForEachMessage() {
        assertThatThrownBy(() -> NamedStatement.parse("INSERT INTO t VALUES (':a')"))
                .hasMessageContaining("statement has no parameters");
    }
}
