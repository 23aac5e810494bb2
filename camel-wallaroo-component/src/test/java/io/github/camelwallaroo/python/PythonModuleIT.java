package io.github.camelwallaroo.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.testservices.tools.RequiredTool;

class PythonModuleIT {

    @TempDir
    Path directory;

    @BeforeAll
    static void requirePython() {
        RequiredTool.PYTHON.assumeInstalled();
    }

    @Test
    void shouldGiveOutPortsWhenTheApplicationIsOfRelease053() throws Exception {
        PythonModule module = PythonModule.read(PythonFixture.example("release-0.5.3/celsius.py"), "celsius",
                PythonFixture.settings(directory));

        assertThat(module.name()).isEqualTo("Celsius to Fahrenheit");
        assertThat(module.connectors()).extracting(PythonConnector::toString)
                .containsExactly(
                        "PythonConnector[celsius_feed, source, 127.0.0.1:7100, protocol 0.5, functions encode_feed, decode_feed]",
                        "PythonConnector[fahrenheit_conversion, sink, 127.0.0.1:7200, protocol 0.5,"
                                + " functions encode_conversion, decode_conversion]");
    }

    @Test
    void shouldImplyProtocol06WhenThereIsNoCookie() throws Exception {
        PythonModule module = PythonModule.read(PythonFixture.example("celsius.py"), "celsius",
                PythonFixture.settings(directory));

        assertThat(module.connectors()).extracting(PythonConnector::protocol).containsExactly("0.6", "0.6");
        assertThat(module.connectors()).extracting(PythonConnector::port).containsExactly(7100, 7200);
        assertThat(module.connectors()).allMatch(connector -> connector.cookie().isEmpty());
        assertThat(module.others()).isEmpty();
    }

    @Test
    void shouldImplyProtocol1AndReadTheCommandLineWhenTheApplicationIsOfTheLastSource() throws Exception {
        PythonModule module = PythonModule.read(PythonFixture.example("last-source/celsius.py"), "celsius",
                PythonFixture.settings(directory, "udp_source", "--in", "10.0.0.5:7001", "--out=10.0.0.6:7002",
                        "--celsius_feed-host", "127.0.0.1"));

        PythonConnector feed = module.connectors().get(0);
        assertThat(feed.protocol()).isEqualTo("1");
        assertThat(feed.host()).isEqualTo("10.0.0.5");
        assertThat(feed.port()).isEqualTo(7001);
        assertThat(feed.cookie()).contains("Dragons-Love-Tacos");
        assertThat(feed.maxCredits()).hasValue(10);
        assertThat(feed.refillCredits()).hasValue(8);
        assertThat(feed).asString().doesNotContain("Dragons");
        PythonConnector conversion = module.connectors().get(1);
        assertThat(conversion.port()).isEqualTo(7002);
        assertThat(conversion.wrapped()).isTrue();
    }

    @Test
    void shouldSayWhatIsMissingWhenTheCommandLineLacksAnAddress() {
        assertThat(failure(PythonFixture.example("last-source/celsius.py")))
                .contains(
                        "last-source/celsius.py:10: the command line has no --in, which the application asks for; give --in HOST:PORT");
    }

    @Test
    void shouldNameFileLineAndFaultWhenTheIndentIsWrong() {
        assertThat(failure(PythonFixture.resource("tutorial/celsius.py"))).contains("tutorial/celsius.py:2: ")
                .contains("expected an indented block")
                .contains("'celsius_feed = wallaroo.experimental.SourceConnectorConfig('")
                .endsWith("correct the indentation");
    }

    @Test
    void shouldSayWhichImportIsMissingWhenWallarooIsNotImported() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "def application_setup(args):",
                "    return wallaroo.build_application('x', None)");

        assertThat(failure(file)).isEqualTo(file + ":2: application_setup failed: name 'wallaroo' is not defined; add"
                + " 'import wallaroo' at the top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"print \"hello\"", "try:\n    pass\nexcept Exception, e:\n    pass",
            "exec 'pass'", "raise ValueError, 'x'", "x = 1L", "x = 0777", "if 1 <> 2: pass", "x = ur'a'"})
    void shouldSayRun2to3WhenTheSourceIsPython2(String line) throws Exception {
        Path file = PythonFixture.write(directory, "old.py", "import wallaroo", line);

        assertThat(failure(file)).startsWith(file + ":")
                .contains("this is Python 2 at '", "; convert it with 2to3 -w " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"import urllib2", "x = unicode('a')", "x = {}.has_key(1)", "print >>wallaroo, 'x'",
            "for i in xrange(3): pass"})
    void shouldSayRun2to3WhenALibraryIsThatOfPython2(String line) throws Exception {
        Path file = PythonFixture.write(directory, "old.py", "import wallaroo", line);

        assertThat(failure(file)).startsWith(file + ":2: ").contains("2to3 -w " + file);
    }

    @Test
    void shouldSayWhatToInstallWhenAModuleIsMissing() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "import wallaroo", "import no_such_library.part");

        assertThat(failure(file)).startsWith(file + ":2: module 'no_such_library' cannot be found by ")
                .contains("-m pip install no_such_library)")
                .endsWith("or name its folder in --python-path or PYTHONPATH");
    }

    @Test
    void shouldSuggestANameWhenThereIsNoApplicationSetup() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "def aplication_setup(args):", "    pass");

        assertThat(failure(file)).startsWith(file + ": there is no function application_setup; did you mean"
                + " 'aplication_setup'?");
    }

    @Test
    void shouldSayReturnWhenApplicationSetupReturnsNothing() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "def application_setup(args):", "    pass");

        assertThat(failure(file)).isEqualTo(file + ": application_setup returned nothing; expected it to end in 'return"
                + " wallaroo.build_application(...)'");
    }

    @Test
    void shouldKeepTheTracebackWhenApplicationSetupRaises() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "def helper():", "    raise KeyError('x')",
                "def application_setup(args):", "    helper()");

        PythonException failure = catchThrowableOfType(PythonException.class,
                () -> PythonModule.read(file, "celsius", PythonFixture.settings(directory)));

        assertThat(failure).hasMessage(file + ":2: application_setup failed: KeyError: 'x'");
        assertThat(PythonTraceback.of(failure)).get()
                .asString()
                .startsWith("Traceback (most recent call last):")
                .contains(", line 4, in application_setup")
                .doesNotContain("wallaroo_host");
    }

    @Test
    void shouldSayHowToMarkAFunctionWhenItHasNoDecorator() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", PythonFixture.IMPORTS,
                "def plain(data): return data", "def application_setup(args):",
                "    feed = we.SourceConnectorConfig('feed', plain, None, 7100)",
                "    return wallaroo.build_application('x', wallaroo.source('s', feed)"
                        + ".to_sink(wallaroo.TCPSinkConfig('h', 1, None)))");

        assertThat(failure(file)).isEqualTo(file + ": connector 'feed': its encoder is a plain function; expected a"
                + " function behind @wallaroo.experimental.stream_message_encoder");
    }

    @Test
    void shouldSayWhatASetupLacksWhenThePipelineHasNoSink() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "import wallaroo", "def application_setup(args):",
                "    return wallaroo.build_application('x', wallaroo.source('s', wallaroo.GenSourceConfig('g', None)))");

        assertThat(failure(file))
                .isEqualTo(file + ":3: the pipeline of application 'x' has no sink; expected it to end in"
                        + " to_sink or to_sinks");
    }

    @Test
    void shouldImportFromThePathWhenAModuleNeedsOthers() throws Exception {
        Path library = Files.createDirectory(directory.resolve("library"));
        PythonFixture.write(library, "helpers.py", "NAME = 'from the library'");
        Path file = PythonFixture.write(directory, "celsius.py", "import helpers", PythonFixture.IMPORTS,
                "def application_setup(args):",
                "    return wallaroo.build_application(helpers.NAME, wallaroo.source('s', wallaroo.TCPSourceConfig("
                        + "'n', 'h', '1', None)).to_sinks([wallaroo.TCPSinkConfig('h', 1, None)]))");
        PythonSettings plain = PythonFixture.settings(directory);

        PythonModule module = PythonModule.read(file, "celsius", new PythonSettings("python3", directory,
                List.of(Path.of("library")), plain.commandLine(), plain.callTimeout()));

        assertThat(module.name()).isEqualTo("from the library");
        assertThat(module.connectors()).isEmpty();
        assertThat(module.others()).containsExactly("a source of kind tcp", "a sink of kind tcp");
    }

    @Test
    void shouldImportByTheNameInItsPackageWhenThatHasDots() throws Exception {
        Path inner = Files.createDirectories(directory.resolve("pipelines"));
        PythonFixture.write(inner, "__init__.py", "");
        PythonFixture.write(inner, "names.py", "NAME = 'relative'");
        Path file = PythonFixture.write(inner, "celsius.py", "from .names import NAME", "import wallaroo",
                "def application_setup(args):", "    raise ValueError(NAME)");

        PythonException failure = catchThrowableOfType(PythonException.class,
                () -> PythonModule.read(file, "pipelines.celsius", PythonFixture.settings(directory)));

        assertThat(failure).hasMessageEndingWith("ValueError: relative");
    }

    @Test
    void shouldGiveTheWholeCommandLineWhenTheApplicationIsSetUp() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "import sys, wallaroo",
                "def application_setup(args):", "    raise ValueError(repr((args, sys.argv == args, wallaroo._ARGS)))");

        PythonException failure = catchThrowableOfType(PythonException.class, () -> PythonModule.read(file, "celsius",
                PythonFixture.settings(directory, "udp_source", "--connector", "feed")));

        assertThat(failure).hasMessageEndingWith("ValueError: (['udp_source', '--connector', 'feed'], True,"
                + " ('udp_source', '--connector', 'feed'))");
    }

    @Test
    void shouldSayHowItEndedWhenTheModuleEndsItsProcess() throws Exception {
        Path file = PythonFixture.write(directory, "celsius.py", "import os, sys", "print('on my way')",
                "os._exit(7)");

        PythonException failure = catchThrowableOfType(PythonException.class,
                () -> PythonModule.read(file, "celsius", PythonFixture.settings(directory)));

        assertThat(failure).hasMessageContaining("ended with exit code 7 while it was set up (on my way)");
    }

    @Test
    void shouldSayWhatToInstallWhenThereIsNoPython() throws IOException {
        Path file = PythonFixture.write(directory, "celsius.py", "");
        PythonSettings plain = PythonFixture.settings(directory);

        PythonException failure = catchThrowableOfType(PythonException.class,
                () -> PythonModule.read(file, "celsius", new PythonSettings("no-such-python", directory, List.of(),
                        plain.commandLine(), plain.callTimeout())));

        assertThat(failure.getMessage()).startsWith(file + ": there is no Python to run it: ")
                .contains("no-such-python")
                .endsWith("install Python 3.7 or newer, or name the interpreter with --python")
                .doesNotContain("\n");
    }

    @Test
    void shouldSayWhichReleaseIsNeededWhenPythonIsTooOld() throws IOException {
        Path file = PythonFixture.write(directory, "celsius.py", "");
        Path old = PythonFixture.write(directory, "old-python", "#!/bin/sh", "printf 'old 2.7.18'");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));
        PythonSettings plain = PythonFixture.settings(directory);

        PythonException failure = catchThrowableOfType(PythonException.class,
                () -> PythonModule.read(file, "celsius", new PythonSettings(old.toString(), directory, List.of(),
                        plain.commandLine(), plain.callTimeout())));

        assertThat(failure).hasMessage(file + ": '" + old + "' is Python 2.7.18; expected 3.7 or newer: name another"
                + " interpreter with --python");
    }

    private String failure(Path file) {
        PythonException failure = catchThrowableOfType(PythonException.class, () -> PythonModule.read(file,
                file.getFileName().toString().replace(".py", ""), PythonFixture.settings(directory)));
        assertThat(failure.getMessage()).doesNotContain("\n");
        return failure.getMessage();
    }
}
