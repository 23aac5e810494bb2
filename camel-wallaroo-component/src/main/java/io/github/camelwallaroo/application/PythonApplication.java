package io.github.camelwallaroo.application;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.python.PythonConnector;
import io.github.camelwallaroo.python.PythonException;
import io.github.camelwallaroo.python.PythonModule;
import io.github.camelwallaroo.python.PythonSettings;

/** An application described by a Python module. */
final class PythonApplication {

    private PythonApplication() {}

    /**
     * Runs the module's {@code application_setup} and gives what it described.
     *
     * @param file   the module
     * @param module its name for an import, {@code celsius} or {@code pipelines.celsius}; for a path, that of the file without
     *               ending
     * @throws ApplicationException in one line
     */
    static ApplicationDescription read(Path file, String module, ApplicationArguments arguments) {
        PythonModule read;
        try {
            read = PythonModule.read(file, module, new PythonSettings(
                    arguments.python().orElse(PythonSettings.DEFAULT_PYTHON), arguments.directory(),
                    arguments.pythonPath(), arguments.commandLine(), arguments.callTimeout()));
        } catch (PythonException e) {
            throw new ApplicationException(e.getMessage(), e);
        }
        Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
        for (PythonConnector connector : read.connectors()) {
            connectors.put(connector.name(), describe(connector));
        }
        return new ApplicationDescription(read.name(), file.toString(), ModuleKind.PYTHON, Optional.empty(),
                connectors);
    }

    private static ConnectorDescription describe(PythonConnector connector) {
        Direction direction = Direction.valueOf(connector.direction().toUpperCase(Locale.ROOT));
        Protocol protocol = Protocol.of(connector.protocol());
        boolean payloadMatters = direction == Direction.SINK && protocol == Protocol.V1;
        Optional<String> payload = Optional
                .of(connector.wrapped() ? ConnectorDescription.STREAM : ConnectorDescription.OCTETS)
                .filter(any -> payloadMatters);
        return new ConnectorDescription(connector.name(), direction, connector.host(), connector.port(), protocol,
                ConnectorDescription.DEFAULT_FORMAT, Optional.empty(), connector.cookie(), OptionalInt.empty(),
                Optional.empty(), payload, credits(connector), Optional.of(connector.codec()));
    }

    private static Optional<ConnectorDescription.Credits> credits(PythonConnector connector) {
        return connector.maxCredits().isPresent() && connector.refillCredits().isPresent()
                ? Optional.of(new ConnectorDescription.Credits(connector.maxCredits().getAsInt(),
                        connector.refillCredits().getAsInt()))
                : Optional.empty();
    }
}
