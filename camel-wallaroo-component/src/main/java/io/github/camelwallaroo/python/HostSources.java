package io.github.camelwallaroo.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Our side of Python, in Python: what runs modules ({@code wallaroo_host}) and what they import ({@code wallaroo}). It goes
 * through the pipe, so that nothing is written to the disk and no other package of the name gets in the way.
 */
final class HostSources {

    private static final List<String> MODULES = List.of(
            "wallaroo/__init__", "wallaroo/_arguments", "wallaroo/_builder", "wallaroo/_configs", "wallaroo/_errors",
            "wallaroo/_functions", "wallaroo/_pipeline", "wallaroo/_times", "wallaroo/_windows",
            "wallaroo/experimental/__init__", "wallaroo/experimental/_configs", "wallaroo/experimental/connectors",
            "wallaroo_host/__init__", "wallaroo_host/description", "wallaroo_host/faults", "wallaroo_host/serve",
            "wallaroo_host/values");

    private static final String BOOTSTRAP = "bootstrap.py";

    private HostSources() {}

    /** A program for {@code python -c}: short, since everybody sees it in the list of processes. */
    static String program() throws IOException {
        return "import os;exec(compile(os.read(0," + read(BOOTSTRAP).length + "),'<wallaroo-bootstrap>','exec'))";
    }

    /** What the program reads first, in one piece: little enough for a pipe to give it in one piece. */
    static byte[] bootstrap() throws IOException {
        return read(BOOTSTRAP);
    }

    /** What it reads then: how many modules, and for each its name, its length and its text. */
    static byte[] modules() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        line(out, Integer.toString(MODULES.size()));
        for (String module : MODULES) {
            byte[] text = read(module + ".py");
            line(out, module.replace("/__init__", "").replace('/', '.'));
            line(out, Integer.toString(text.length));
            out.write(text);
        }
        return out.toByteArray();
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = HostSources.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("resource " + resource + " is missing beside " + HostSources.class.getName());
            }
            return in.readAllBytes();
        }
    }
}
