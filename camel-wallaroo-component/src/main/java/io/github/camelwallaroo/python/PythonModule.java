package io.github.camelwallaroo.python;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a Python module describes. Immutable.
 *
 * @param name       of the application
 * @param connectors in the order of the description, sources first
 * @param others     sources and sinks that the worker serves by itself, for people
 */
public record PythonModule(String name, List<PythonConnector> connectors, List<String> others) {

    public PythonModule {
        connectors = List.copyOf(connectors);
        others = List.copyOf(others);
    }

    /**
     * Runs a module's {@code application_setup} in a process that ends with it.
     *
     * @param file   the module
     * @param module what it is imported as
     * @throws PythonException in one line that says what to do, with the traceback as its cause where there is one
     */
    public static PythonModule read(Path file, String module, PythonSettings settings) throws PythonException {
        ModuleFile location = new ModuleFile(settings.directory().resolve(file), module);
        Map<?, ?> described;
        try (RunningModule running = RunningModule.start(location, null, settings, PythonCodec.LARGEST)) {
            described = running.described();
        }
        List<PythonConnector> connectors = new ArrayList<>();
        for (Object each : (List<?>) described.get("connectors")) {
            connectors.add(connector((Map<?, ?>) each, location, settings));
        }
        return new PythonModule((String) described.get("name"), connectors,
                ((List<?>) described.get("others")).stream().map(String::valueOf).toList());
    }

    private static PythonConnector connector(Map<?, ?> described, ModuleFile location, PythonSettings settings) {
        String name = (String) described.get("name");
        PythonCodec codec = new PythonCodec(location, name, settings, (String) described.get("encoder"),
                (String) described.get("decoder"));
        return new PythonConnector(name, (String) described.get("direction"), (String) described.get("host"),
                ((Long) described.get("port")).intValue(), (String) described.get("protocol"),
                Optional.ofNullable((String) described.get("cookie")), (Boolean) described.get("wrapped"),
                credits(described.get("maxCredits")), credits(described.get("refillCredits")), codec);
    }

    private static OptionalInt credits(Object value) {
        return value instanceof Long number ? OptionalInt.of(Math.toIntExact(number)) : OptionalInt.empty();
    }
}
