package io.github.camelwallaroo.python;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.camelwallaroo.convert.Converted;

/**
 * A module in a process of its own, set up.
 *
 * @param described what it says of its application
 */
record RunningModule(PythonProcess process, Map<?, ?> described) implements AutoCloseable {

    /** Importing may take long where much is installed. */
    private static final Duration LEAST_START_TIMEOUT = Duration.ofSeconds(60);

    /** By the command that was named, the interpreter that it is: version managers put a slow script before it. */
    private static final Map<String, String> INTERPRETERS = new ConcurrentHashMap<>();

    /**
     * Starts a process and has it run {@code application_setup}.
     *
     * @param connector whose functions will be called; null for none, the process then ends by itself
     * @param largest   bytes of a message or of what a function makes of it
     * @throws PythonException in one line, if there is no Python or the module cannot be used
     */
    static RunningModule start(ModuleFile module, String connector, PythonSettings settings, int largest)
            throws PythonException {
        PythonProcess process;
        try {
            String interpreter = INTERPRETERS.getOrDefault(settings.python(), settings.python());
            process = PythonProcess.start(
                    List.of(interpreter, "-c", HostSources.program(), module.file().toString()),
                    settings.directory(), module.name(), largest + (8 << 20));
        } catch (IOException e) {
            throw new PythonException(module.file() + ": there is no Python to run it: " + e.getMessage()
                    + "; install Python 3.7 or newer, or name the interpreter with --python", e);
        }
        try {
            return new RunningModule(process, setUp(process, module, connector, settings, largest));
        } catch (PythonException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static Map<?, ?> setUp(PythonProcess process, ModuleFile module, String connector,
            PythonSettings settings, int largest) throws PythonException {
        Duration timeout = settings.callTimeout().compareTo(LEAST_START_TIMEOUT) > 0
                ? settings.callTimeout()
                : LEAST_START_TIMEOUT;
        try {
            process.begin(timeout);
            send(process, frame(setup(module, connector, settings, largest)));
            Converted<Object> answer = BlockReader.read(process.reply()).get(0);
            process.end();
            if (answer.failure() != null) {
                throw new PythonException(answer.failure().getMessage(), answer.failure().getCause());
            }
            Map<?, ?> described = (Map<?, ?>) answer.value();
            if (described.get("executable") instanceof String executable && !executable.isEmpty()) {
                INTERPRETERS.put(settings.python(), executable);
            }
            return described;
        } catch (OldPythonException e) {
            throw new PythonException(module.file() + ": '" + settings.python() + "' is Python " + e.getMessage()
                    + "; expected 3.7 or newer: name another interpreter with --python", e);
        } catch (IOException e) {
            throw lost(process, module, settings, timeout, e);
        }
    }

    private static void send(PythonProcess process, byte[] setup) {
        try {
            OutputStream requests = process.requests();
            requests.write(HostSources.bootstrap());
            requests.flush();
            requests.write(HostSources.modules());
            requests.write(setup);
            requests.flush();
        } catch (IOException e) {
            // It has ended, and its last words say why.
        }
    }

    private static PythonException lost(PythonProcess process, ModuleFile module, PythonSettings settings,
            Duration timeout, IOException cause) {
        String end = process.end(Duration.ofSeconds(10));
        String lines = String.join("\n", process.lastLines());
        PythonTraceback printed = PythonTraceback.orNull(lines);
        String why = process.isHung()
                ? "it was not set up within " + timeout.toSeconds() + " s, and was ended; see what it waits for"
                : "'" + settings.python() + "' " + end + " while it was set up (" + lastLine(lines)
                        + "); see what it printed";
        return new PythonException(module.file() + ": " + why, printed == null ? cause : printed);
    }

    private static String lastLine(String lines) {
        return lines.isEmpty() ? "it printed nothing" : lines.substring(lines.lastIndexOf('\n') + 1);
    }

    private static BlockWriter setup(ModuleFile module, String connector, PythonSettings settings, int largest) {
        Map<String, Object> setup = new LinkedHashMap<>();
        setup.put("file", module.file().toString());
        setup.put("name", module.name());
        setup.put("arguments", settings.commandLine());
        setup.put("path", Stream.concat(Stream.of(module.root(), settings.directory()), settings.path().stream())
                .map(directory -> settings.directory().resolve(directory).normalize().toString())
                .distinct()
                .toList());
        setup.put("connector", connector);
        setup.put("largest", largest);
        return BlockWriter.of(List.of(setup));
    }

    private static byte[] frame(BlockWriter block) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DataOutputStream(out).writeInt(block.size());
        block.writeTo(out);
        return out.toByteArray();
    }

    @Override
    public void close() {
        process.close();
    }
}
