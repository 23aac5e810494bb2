package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.transport.HostPort;

class RestartAddressTest {

    private static final HostPort DIALLED = new HostPort("10.1.2.3", 7100);

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7200", "127.0.0.1:7200", "127.1.2.3:7200", "localhost:7200", "LOCALHOST:7200",
            ":7200",
            "*:7200", "[::]:7200", "[::1]:7200", "::1:7200", "[0:0:0:0:0:0:0:1]:7200", "[0:0:0:0:0:0:0:0]:7200",
            "[::ffff:127.0.0.1]:7200", "[::ffff:0.0.0.0]:7200"})
    void shouldKeepTheDialledHostWhenTheWorkerMeansItself(String text) {
        assertThat(RestartAddress.resolve(text, DIALLED)).isEqualTo(new HostPort("10.1.2.3", 7200));
    }

    @Test
    void shouldGoElsewhereWhenAnotherHostIsNamed() {
        assertThat(RestartAddress.resolve("10.1.2.4:7200", DIALLED)).isEqualTo(new HostPort("10.1.2.4", 7200));
        assertThat(RestartAddress.resolve("worker-2.example:7200", DIALLED))
                .isEqualTo(new HostPort("worker-2.example", 7200));
        assertThat(RestartAddress.resolve("[fe80::1:2]:7200", DIALLED)).isEqualTo(new HostPort("fe80::1:2", 7200));
    }

    @Test
    void shouldStayWhenNothingIsSaid() {
        assertThat(RestartAddress.resolve("", DIALLED)).isEqualTo(DIALLED);
        assertThat(RestartAddress.resolve("  ", DIALLED)).isEqualTo(DIALLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "host:", "host:port", "host:0", "host:70000"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RestartAddress.resolve(text, DIALLED));
    }
}
