package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({"port,port,0", "prot,port,1", "por,port,1", "portt,port,1", "pork,port,1", "'',port,4",
            "kitten,sitting,3"})
    void shouldCountInsertionsDeletionsReplacementsAndSwaps(String from, String to, int distance) {
        assertThat(Spelling.distance(from, to)).isEqualTo(distance);
    }

    @Test
    void shouldFindTheNearestWhenSeveralAreNear() {
        assertThat(Spelling.closest("udp_sorce", List.of("udp_sink", "udp_source"))).contains("udp_source");
        assertThat(Spelling.closest("udp-source", List.of("udp_source"))).contains("udp_source");
        assertThat(Spelling.closest("LIST", List.of("list", "demo"))).contains("list");
    }

    @Test
    void shouldFindWhatIsAbbreviated() {
        assertThat(Spelling.closest("--application", List.of("--application-module"))).contains("--application-module");
        assertThat(Spelling.closest("--app", List.of("--application-module"))).isEmpty();
    }

    @Test
    void shouldFindNothingWhenNothingIsNear() {
        assertThat(Spelling.closest("kafka", List.of("list", "demo", "udp_source"))).isEmpty();
        assertThat(Spelling.hint("kafka", List.of("list"))).isEmpty();
    }
}
