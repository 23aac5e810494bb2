package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CreditsTest {

    private final Credits credits = new Credits();

    @Test
    void shouldGiveNothingWhenNothingWasGranted() {
        assertThat(credits.take()).isFalse();
        credits.grant(0);
        assertThat(credits.take()).isFalse();
        assertThat(credits.available()).isZero();
    }

    @Test
    void shouldNeverBeOverdrawnWhenTakenMoreOftenThanGranted() {
        credits.grant(2);
        assertThat(credits.take()).isTrue();
        assertThat(credits.take()).isTrue();
        assertThat(credits.take()).isFalse();
        assertThat(credits.available()).isZero();
        credits.grant(1);
        assertThat(credits.take()).isTrue();
    }

    @Test
    void shouldStayAtTheLargestCountWhenGrantedBeyondIt() {
        credits.grant(0xffff_ffffL);
        credits.grant(0xffff_ffffL);
        assertThat(credits.available()).isEqualTo(0xffff_ffffL);
    }

    @Test
    void shouldRefuseGrantsThatNoFrameCanCarry() {
        assertThatIllegalArgumentException().isThrownBy(() -> credits.grant(-1))
                .withMessageContaining("-1")
                .withMessageContaining("4294967295");
    }

    @Test
    void shouldForgetWhatWasGrantedWhenCleared() {
        credits.grant(5);
        credits.clear();
        assertThat(credits.take()).isFalse();
    }
}
