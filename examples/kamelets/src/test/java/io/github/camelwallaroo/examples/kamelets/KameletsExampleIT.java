package io.github.camelwallaroo.examples.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.main.Main;
import org.apache.camel.spi.LogListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.worker.EmbeddedWorker;

@Timeout(300)
class KameletsExampleIT {

    private final List<String> logged = new CopyOnWriteArrayList<>();

    @Test
    void shouldConvertReadingsThatAKameletBringsAndGiveThemToOthers() throws Exception {
        try (EmbeddedWorker worker = KameletsMain.startWorker(0, 0)) {
            Main camel = KameletsMain.camel(worker);
            camel.init();
            LogListener listener = (exchange, logger, message) -> {
                if (logger.getLog().getName().equals("fahrenheit")) {
                    logged.add(message);
                }
                return message;
            };
            camel.getCamelContext().getCamelContextExtension().addLogListener(listener);
            camel.start();
            try {
                await().atMost(Duration.ofSeconds(180)).until(() -> logged.size() >= 3);
            } finally {
                camel.stop();
            }
        }

        assertThat(logged).allMatch(message -> message.contains("Body: 68.9") && message.contains("unit=fahrenheit"));
    }
}
