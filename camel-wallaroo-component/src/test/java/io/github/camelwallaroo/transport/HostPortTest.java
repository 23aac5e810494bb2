package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostPortTest {

    @Test
    void shouldReadListsWithAndWithoutPorts() {
        assertThat(HostPort.parseList("a:1, b, 127.0.0.1:3", 9)).containsExactly(new HostPort("a", 1),
                new HostPort("b", 9), new HostPort("127.0.0.1", 3));
    }

    @Test
    void shouldReadIpv6WithAndWithoutBrackets() {
        assertThat(HostPort.parseList("[::1]:7, ::1, [fe80::1]", 9)).containsExactly(new HostPort("::1", 7),
                new HostPort("::1", 9), new HostPort("fe80::1", 9));
        assertThat(new HostPort("::1", 7)).hasToString("[::1]:7");
    }

    @Test
    void shouldSayWhatIsWrongWhenItIsNoAddress() {
        assertThatThrownBy(() -> HostPort.parseList("host:seven", 9)).hasMessage(
                "'host:seven' is not an address: 'seven' is no port; expected host:port");
        assertThatThrownBy(() -> HostPort.parseList("a,,b", 9)).hasMessageContaining("host is empty");
        assertThatThrownBy(() -> HostPort.parseList("a:70000", 9)).hasMessageContaining("port 70000 is out of range");
    }
}
