package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Protocol;

class ApplicationDescriptionTest {

    private final ApplicationDescription application = application(connector("celsius_feed", Direction.SOURCE, 7100),
            connector("second_feed", Direction.SOURCE, 7101), connector("fahrenheit", Direction.SINK, 7200));

    @Test
    void shouldFindAConnectorThatGoesTheRightWay() {
        assertThat(application.connector("celsius_feed", Direction.SOURCE).port()).isEqualTo(7100);
        assertThat(application.connector("fahrenheit", Direction.SINK).port()).isEqualTo(7200);
    }

    @Test
    void shouldListTheConnectorsWhenANameIsUnknown() {
        assertThatExceptionOfType(ApplicationException.class)
                .isThrownBy(() -> application.connector("celcius_feed", Direction.SOURCE))
                .withMessage("celsius.yaml: application 'Celsius' has no connector 'celcius_feed'; did you mean"
                        + " 'celsius_feed'? expected one of its sources: celsius_feed, second_feed");
        assertThatExceptionOfType(ApplicationException.class)
                .isThrownBy(() -> application(connector("feed", Direction.SOURCE, 1)).connector("out", Direction.SINK))
                .withMessage("celsius.yaml: application 'Celsius' has no connector 'out'; expected one of its sinks:"
                        + " (there are none)");
    }

    @Test
    void shouldRefuseASourceAsASinkAndTheReverse() {
        assertThatExceptionOfType(ApplicationException.class)
                .isThrownBy(() -> application.connector("celsius_feed", Direction.SINK))
                .withMessage(
                        "celsius.yaml: connector 'celsius_feed' of application 'Celsius' is a source: nothing can be"
                                + " received from it; send to it, or name one of the sinks: fahrenheit");
        assertThatExceptionOfType(ApplicationException.class)
                .isThrownBy(() -> application.connector("fahrenheit", Direction.SOURCE))
                .withMessage(
                        "celsius.yaml: connector 'fahrenheit' of application 'Celsius' is a sink: nothing can be sent"
                                + " to it; receive from it, or name one of the sources: celsius_feed, second_feed");
    }

    @Test
    void shouldKeepItsOrderAndNotFollowLaterChanges() {
        Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
        connectors.put("z", connector("z", Direction.SINK, 1));
        connectors.put("a", connector("a", Direction.SINK, 2));
        ApplicationDescription description = new ApplicationDescription("n", "s", Optional.empty(), connectors);
        connectors.clear();

        assertThat(description.connectors().keySet()).containsExactly("z", "a");
    }

    @Test
    void shouldNeverShowTheCookie() {
        ConnectorDescription connector = new ConnectorDescription("feed", Direction.SOURCE, "127.0.0.1", 7100,
                Protocol.V0_6, "bytes", Optional.of(true), Optional.of("hush"), OptionalInt.of(64));

        assertThat(connector).hasToString("ConnectorDescription[name=feed, direction=source, host=127.0.0.1, port=7100,"
                + " protocol=0.6, format=bytes, verify=true, cookie=xxxxxx, maxFrameSize=64]");
        assertThat(new ConnectorDescription("feed", Direction.SOURCE, "127.0.0.1", 7100, Protocol.V1, "bytes",
                Optional.empty(), Optional.of("hush"), OptionalInt.empty(), Optional.of(true),
                Optional.of("stream")))
                .hasToString("ConnectorDescription[name=feed, direction=source, host=127.0.0.1, port=7100, protocol=1,"
                        + " format=bytes, cookie=xxxxxx, resilience=true, payload=stream]");
        assertThat(application(connector).toString()).doesNotContain("hush");
        assertThat(connector("plain", Direction.SINK, 0)).hasToString("ConnectorDescription[name=plain, direction=sink,"
                + " host=127.0.0.1, port=0, protocol=0.6, format=bytes]");
    }

    @Test
    void shouldRefuseAPortThatIsNone() {
        for (int port : new int[]{-1, 65536}) {
            assertThatIllegalArgumentException().isThrownBy(() -> connector("feed", Direction.SOURCE, port))
                    .withMessage("port of connector 'feed' is " + port + "; expected 0 to 65535, 0 for any free one");
        }
    }

    @Test
    void shouldKeepItsMessageWhenAnExceptionTravels() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ApplicationException("celsius.yaml:1:1: wrong"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((ApplicationException) in.readObject()).findings()).containsExactly("celsius.yaml:1:1: wrong");
        }
    }

    private static ApplicationDescription application(ConnectorDescription... connectors) {
        Map<String, ConnectorDescription> byName = new LinkedHashMap<>();
        for (ConnectorDescription connector : connectors) {
            byName.put(connector.name(), connector);
        }
        return new ApplicationDescription("Celsius", "celsius.yaml", Optional.empty(), byName);
    }

    private static ConnectorDescription connector(String name, Direction direction, int port) {
        return new ConnectorDescription(name, direction, "127.0.0.1", port, Protocol.V0_6, "bytes", Optional.empty(),
                Optional.empty(), OptionalInt.empty());
    }
}
