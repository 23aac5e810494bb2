package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.frame.Hello;

class WorkerErrorTest {

    private static final Hello SENT = new Hello(Hello.SOURCE_VERSION, "ours", "program", "instance");

    @Test
    void shouldGiveUpOnACookieThatIsRefusedAndShowNeither() {
        WorkerError error = WorkerError.of("Bad cookie: ours, wanted: theirs", SENT);

        assertThat(error.permanent()).isTrue();
        assertThat(error.text()).contains("refuses the cookie")
                .contains("Set the option cookie")
                .doesNotContain("theirs")
                .doesNotContain("ours");
    }

    /** Other releases may word it differently. */
    @ParameterizedTest
    @ValueSource(strings = {"Cookie is wrong, expected theirs but got ours", "wrong COOKIE theirs",
            "the cookie 'theirs' was expected"})
    void shouldShowNothingOfAReasonThatSpeaksOfCookies(String reason) {
        WorkerError error = WorkerError.of(reason, SENT);

        assertThat(error.permanent()).isFalse();
        assertThat(error.text()).contains("Check the option cookie").doesNotContain("theirs").doesNotContain("ours");
    }

    @Test
    void shouldSayThatTheCookieIsEmptyHere() {
        Hello without = new Hello(Hello.SOURCE_VERSION, "", "program", "instance");
        assertThat(WorkerError.of("Bad cookie: , wanted: theirs", without).text()).contains("which is empty here");
    }

    @Test
    void shouldTryAgainAfterAnyOtherReasonAndShowItWithoutOurCookie() {
        WorkerError error = WorkerError.of("Unable to decode\nmessage ours " + "x".repeat(300), SENT);

        assertThat(error.permanent()).isFalse();
        assertThat(error.text()).contains("Unable to decode message ***").contains("...").doesNotContain("ours");
        assertThat(error.text().length()).isLessThan(300);
    }

    @Test
    void shouldNameTheProtocolWhenTheVersionIsRefused() {
        WorkerError error = WorkerError.of("Unknown protocol version: 0.0.1", SENT);
        assertThat(error.permanent()).isTrue();
        assertThat(error.text()).contains("version 0.0.1").contains("Set the option protocol");
    }
}
