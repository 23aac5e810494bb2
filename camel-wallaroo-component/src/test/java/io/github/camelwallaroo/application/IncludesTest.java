package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldAddConnectorsOfFilesBesideIt() throws IOException {
        write("celsius.yaml", "name: Celsius\ninclude: [shared/feeds.yaml, 'shared/sinks.yaml']\n", 7100);
        write("shared/feeds.yaml", "name: not this one\nworker: a.B\ninclude: more/feeds.yaml\n", 7101);
        write("shared/more/feeds.yaml", "include: ../sinks.yaml\n", 7102);
        write("shared/sinks.yaml", "", 7103);

        ApplicationDescription application = locate();

        assertThat(application.name()).isEqualTo("Celsius");
        assertThat(application.worker()).isEmpty();
        assertThat(application.connectors()).containsOnlyKeys("c7100", "c7101", "c7102", "c7103");
    }

    @Test
    void shouldNeedNoConnectorsOfItsOwn() throws IOException {
        Files.writeString(directory.resolve("celsius.yaml"), "name: Celsius\ninclude: feeds.yaml\n");
        write("feeds.yaml", "", 7100);

        assertThat(locate().connectors()).containsOnlyKeys("c7100");
    }

    @Test
    void shouldFindNeighboursOnTheClasspath() throws IOException {
        write("app/celsius.yaml", "name: Celsius\ninclude: ../feeds.yaml\n", 7100);
        write("feeds.yaml", "", 7101);
        try (URLClassLoader classes = new URLClassLoader(new URL[]{directory.toUri().toURL()}, null)) {
            ApplicationArguments arguments = ApplicationArguments.of(classes)
                    .withDirectory(Files.createDirectory(directory.resolve("elsewhere")));

            assertThat(ApplicationLocator.locate("app/celsius", arguments).connectors())
                    .containsOnlyKeys("c7100", "c7101");
        }
    }

    @Test
    void shouldRefuseACircle() throws IOException {
        Path celsius = write("celsius.yaml", "name: Celsius\ninclude: a.yaml\n", 7100);
        Path a = write("a.yaml", "include: ./celsius.yaml\n", 7101);

        refused().withMessage(a + ":1:10: include './celsius.yaml' leads back to where it comes from: " + celsius
                + " includes " + a + " includes " + celsius + "; remove one of them");
    }

    @Test
    void shouldRefuseALongWay() throws IOException {
        write("celsius.yaml", "name: Celsius\ninclude: 1.yaml\n", 7100);
        for (int i = 1; i < 12; i++) {
            write(i + ".yaml", "include: " + (i + 1) + ".yaml\n", 7100 + i);
        }

        refused()
                .withMessage(directory.resolve("8.yaml") + ":1:10: include '9.yaml' is one too many; expected at most 8"
                        + " files on the way to it and 64 in all");
    }

    @Test
    void shouldRefuseManyFiles() throws IOException {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            write(i + ".yaml", "", 7200 + i);
            list.append(i).append(".yaml, ");
        }
        write("celsius.yaml", "name: Celsius\ninclude: [" + list + "]\n", 7100);

        refused().withMessageContaining("include '63.yaml' is one too many");
    }

    @Test
    void shouldNameBothPlacesOfOneName() throws IOException {
        Path celsius = write("celsius.yaml", "name: Celsius\ninclude: a.yaml\n", 7100);
        Path a = write("a.yaml", "", 7100);

        refused().withMessage(a + ":2:3: connector 'c7100' is described here and in " + celsius
                + ":4:3; expected it once, or two names");
    }

    @Test
    void shouldReportEveryFilesErrorsAtItsPlace() throws IOException {
        Path celsius = Files.writeString(directory.resolve("celsius.yaml"),
                "name: Celsius\ninclude: [a.yaml, b.yaml, [c.yaml]]\nconnectors: {x: {direction: source}}\n");
        Path a = Files.writeString(directory.resolve("a.yaml"), "conectors: {}\n");

        refused().satisfies(e -> assertThat(e.findings()).containsExactly(
                celsius + ":2:19: include 'b.yaml' was not found; looked for " + directory.resolve("b.yaml")
                        + ", beside the file that includes it",
                celsius + ":2:27: an element of include of the application is a list; expected the path of a file, or a list"
                        + " of such paths",
                celsius + ":3:14: connector 'x' has no port; expected 'port: 7100' or another from 1 to 65535, the one that"
                        + " the worker uses for it",
                a + ":1:1: 'conectors' is unknown in the application; did you mean 'connectors'? expected one of name,"
                        + " worker, include, connectors",
                a + ":1:1: the application has no connectors; expected 'connectors:' with one connector or more below it"));
    }

    private Path write(String file, String head, int port) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path,
                head + "connectors:\n  c" + port + ": {direction: source, port: " + port + "}\n");
    }

    private ApplicationDescription locate() {
        return ApplicationLocator.locate("celsius", ApplicationArguments.of(null).withDirectory(directory));
    }

    private ThrowableAssertAlternative<ApplicationException> refused() {
        return assertThatExceptionOfType(ApplicationException.class).isThrownBy(this::locate);
    }
}
