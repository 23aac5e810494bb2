package io.github.camelwallaroo.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.testservices.tools.RequiredTool;

/** Who stops a service sends a signal to all of its processes; the connector still has messages to carry then. */
class PythonSignalsIT {

    @TempDir
    Path directory;

    private PythonCodec codec;
    private CodecHandle handle;

    @BeforeAll
    static void requirePython() {
        RequiredTool.PYTHON.assumeInstalled();
    }

    @AfterEach
    void close() {
        handle.close();
    }

    private void open(String before, String encode) throws Exception {
        codec = PythonFixture.codec(directory, Duration.ofSeconds(60), before, encode, "return data");
        handle = codec.open();
    }

    private String encode(Object body) throws Exception {
        return new String(handle.encoder().orElseThrow().encode(body), UTF_8);
    }

    @Test
    void shouldGoOnWhenItIsIdle() throws Exception {
        open("import os", "return str(os.getpid())");
        String pid = encode("x");

        ProcessHandle.of(codec.process().pid()).orElseThrow().destroy();

        assertThat(encode("y")).isEqualTo(pid);
    }

    @Test
    void shouldCarryEveryMessageWhenTheSignalComesInTheMiddle() throws Exception {
        open("import os, signal",
                "if data % 10 == 5: os.kill(os.getpid(), signal.SIGTERM if data % 20 == 5 else signal.SIGINT)\n"
                        + "return b'%d' % data");
        long pid = codec.process().pid();

        List<Converted<byte[]>> encoded = handle.encoder()
                .orElseThrow()
                .encodeAll(IntStream.range(0, 100).boxed().toList(), Collections.nCopies(100, null));

        assertThat(encoded).hasSize(100).allMatch(each -> each.failure() == null);
        assertThat(codec.process().pid()).isEqualTo(pid);
    }

    @Test
    void shouldLeaveTheSignalItsMeaningForWhatAFunctionStarts() throws Exception {
        open("import subprocess",
                "child = subprocess.Popen(['sleep', '600'])\nchild.terminate()\nreturn str(child.wait(60))");

        assertThat(encode("x")).isEqualTo("-15");
    }
}
