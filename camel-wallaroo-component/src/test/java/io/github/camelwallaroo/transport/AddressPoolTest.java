package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class AddressPoolTest {

    private static final HostPort A = new HostPort("a", 1);
    private static final HostPort B = new HostPort("b", 2);
    private static final HostPort ELSEWHERE = new HostPort("elsewhere", 3);

    private final AddressPool pool = new AddressPool(List.of(A, B));

    @Test
    void shouldTryTheConfiguredAddressesInTurnWhenTheyFail() {
        assertThat(pool.current()).isEqualTo(A);
        pool.failed();
        assertThat(pool.current()).isEqualTo(B);
        pool.failed();
        assertThat(pool.current()).isEqualTo(A);
    }

    @Test
    void shouldGoWhereAPeerAskedUntilThatFails() {
        pool.learned(ELSEWHERE);
        assertThat(pool.current()).isEqualTo(ELSEWHERE);
        assertThat(pool.current()).as("as long as it works").isEqualTo(ELSEWHERE);
        pool.failed();
        assertThat(pool.current()).isEqualTo(A);
    }

    @Test
    void shouldForgetWhatWasLearnedWhenThePeerAsksForTheConfiguredAddress() {
        pool.learned(ELSEWHERE);
        pool.learned(A);
        pool.failed();
        assertThat(pool.current()).isEqualTo(B);
    }
}
