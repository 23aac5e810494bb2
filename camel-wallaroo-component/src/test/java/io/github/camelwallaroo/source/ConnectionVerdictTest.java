package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.HostPort;

class ConnectionVerdictTest {

    private final ConnectionVerdict verdict = new ConnectionVerdict(
            SourceOptions.of("feed", new HostPort("127.0.0.1", 7100), Protocol.V1), new ConnectorMetrics());

    private void end(int times) {
        for (int i = 0; i < times; i++) {
            verdict.begin();
            verdict.ended(false);
        }
    }

    @Test
    void shouldSuspectAWorkerOnceWhenItEndsConnectionsInARowBeforeItSaidOk() {
        end(4);
        assertThat(verdict.suspicion()).isNull();

        end(1);
        assertThat(verdict.suspicion()).contains("ended 5 connections in a row", "check port and protocol");
        assertThat(verdict.isNewlySuspected()).isTrue();

        end(1);
        assertThat(verdict.suspicion()).contains("6 connections");
        assertThat(verdict.isNewlySuspected()).isFalse();
    }

    @Test
    void shouldSuspectNobodyWhoSaidOkMeanwhile() {
        end(4);
        verdict.begin();
        verdict.ended(true);
        end(4);

        assertThat(verdict.suspicion()).isNull();
    }
}
