package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

class SessionOptionsTest {

    private static final HostPort WORKER = new HostPort("127.0.0.1", 7100);

    @Test
    void shouldNotShowTheCookie() {
        SessionOptions options = SessionOptions.DEFAULT.withCookie("Dragons Love Tacos");
        SourceOptions all = SourceOptions.of("feed", WORKER, Protocol.V1).withSession(options);

        assertThat(all.toString()).contains("cookie given").doesNotContain("Tacos");
        assertThat(SessionOptions.DEFAULT.toString()).contains("cookie empty");
    }

    @Test
    void shouldCompleteByAcknowledgementWhenTheWorkerIsResilient() {
        assertThat(SessionOptions.DEFAULT.withResilience(true).completion()).isEqualTo(CompletionMode.ACKNOWLEDGED);
        assertThat(SessionOptions.DEFAULT.withResilience(false).completion()).isEqualTo(CompletionMode.WRITTEN);
    }

    @Test
    void shouldRefuseToWaitForAcknowledgementsThatNeverCome() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionOptions.DEFAULT.withCompletion(CompletionMode.ACKNOWLEDGED))
                .withMessageContaining("resilience=true");
    }

    @Test
    void shouldNameTheDefaultStreamAfterConnectorAndInstance() {
        SessionOptions options = SessionOptions.DEFAULT.withInstanceName("host-1");

        assertThat(options.defaultStreamOf("feed")).isEqualTo("feed/host-1");
        assertThat(options.withDefaultStream("orders").defaultStreamOf("feed")).isEqualTo("orders");
        assertThat(SessionOptions.defaultInstanceName()).isNotBlank();
        assertThatIllegalArgumentException().isThrownBy(() -> options.withInstanceName(" "));
    }

    @Test
    void shouldHaveASessionInGenerationOneOnly() {
        assertThat(SourceOptions.of("feed", WORKER, Protocol.V1).session()).isEqualTo(SessionOptions.DEFAULT);
        assertThat(SourceOptions.of("feed", WORKER, Protocol.V0_6).session()).isNull();
    }
}
