package io.github.camelwallaroo.routes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ReadingsTest {

    private final List<String> complaints = new ArrayList<>();

    @Test
    void shouldCountUpWithoutEnd() throws IOException {
        try (Readings numbers = Readings.numbers()) {
            assertThat(numbers.next()).hasToString("  0.0 C");
            assertThat(numbers.next()).hasToString("  1.0 C");
        }
    }

    @Test
    void shouldTakeOneNumberALineAndLeaveOutWhatIsNone() throws IOException {
        try (Readings lines = lines("12.8\n# a comment\n\n -40 \nwarm\nNaN\n1e3\n")) {
            assertThat(List.of(lines.next(), lines.next(), lines.next())).extracting(Reading::celsius)
                    .containsExactly(
                            12.8f, -40f, 1000f);
            assertThat(lines.next()).isNull();
        }
        assertThat(complaints).containsExactly(
                "in.txt, line 5: 'warm' is left out, expected a number of degrees Celsius",
                "in.txt, line 6: 'NaN' is left out, expected a number of degrees Celsius");
    }

    @Test
    void shouldReadSeattlesWeather() throws IOException {
        List<Reading> all = new ArrayList<>();
        try (Weather weather = new Weather()) {
            for (Reading reading = weather.next(); reading != null; reading = weather.next()) {
                all.add(reading);
            }
        }

        assertThat(all).hasSize(2 * 1461).allMatch(reading -> reading.celsius() > -20 && reading.celsius() < 45);
        assertThat(all.get(0)).hasToString("2012-01-01 low    5.0 C");
        assertThat(all.get(1)).hasToString("2012-01-01 high  12.8 C");
    }

    @Test
    void shouldPackAReadingAsTheApplicationExpectsIt() {
        assertThat(new Reading("", 2.0f).datagram()).containsExactly(0x40, 0, 0, 0);
    }

    @Test
    void shouldMatchResultsToTwoDecimals() {
        assertThat(new Reading("", 12.8f).matches(55.04)).isTrue();
        assertThat(new Reading("", 12.8f).matches(55.06)).isFalse();
        assertThat(new Reading("", -40f).matches(-40.0)).isTrue();
        assertThat(new Reading("", 1).matches(Double.NaN)).isFalse();
    }

    private Readings lines(String text) {
        return Readings.lines(new BufferedReader(new StringReader(text)), "in.txt", complaints::add);
    }
}
