package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationLocatorTest {

    private static final String YAML = """
            name: %s
            connectors:
              feed: {direction: source, port: 7100}
            """;

    @TempDir
    private Path root;
    private Path directory;
    private Path classes;

    @BeforeEach
    void create() throws IOException {
        directory = Files.createDirectory(root.resolve("current"));
        classes = Files.createDirectory(root.resolve("classes"));
    }

    @Test
    void shouldReadAPathAsItIs() throws IOException {
        Path file = write(root.resolve("elsewhere.yml"), "by path");
        write(directory.resolve("elsewhere.yml.yaml"), "not this one");

        assertThat(locate(file.toString()).name()).isEqualTo("by path");
        assertThat(locate("../elsewhere.yml").name()).isEqualTo("by path");
        assertThat(locate("../elsewhere.yml").source()).isEqualTo(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {".yaml", ".yml"})
    void shouldFindANameInTheCurrentDirectoryFirst(String ending) throws IOException {
        write(directory.resolve("celsius" + ending), "file");
        write(classes.resolve("celsius.yaml"), "classpath");

        assertThat(locate("celsius").name()).isEqualTo("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {".yaml", ".yml"})
    void shouldFindANameOnTheClasspath(String ending) throws IOException {
        write(classes.resolve("celsius" + ending), "classpath");

        assertThat(locate("celsius").name()).isEqualTo("classpath");
        assertThat(locate("celsius").source()).isEqualTo("classpath:celsius" + ending);
    }

    @Test
    void shouldLookBesideThisLibraryWhenThereIsNoClassLoader() {
        ApplicationDescription application = ApplicationLocator.locate("application/celsius",
                ApplicationArguments.of(null));

        assertThat(application.name()).isEqualTo("Celsius to Fahrenheit");
        assertThat(application.connectors()).containsOnlyKeys("celsius_feed", "fahrenheit_conversion");
    }

    @Test
    void shouldRefuseTwoFilesOfOneName() throws IOException {
        Path yaml = write(directory.resolve("celsius.yaml"), "one");
        Path yml = write(directory.resolve("celsius.yml"), "two");

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessage("application 'celsius' is ambiguous: there are " + yaml + " and " + yml
                        + "; remove one, or give the path of the one that is meant");
    }

    @Test
    void shouldRefuseAYamlFileAndAPythonModuleOfOneName() throws IOException {
        Path yaml = write(directory.resolve("celsius.yaml"), "one");
        Path python = Files.writeString(directory.resolve("celsius.py"), "def application_setup(args): pass");

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessage("application 'celsius' is ambiguous: there are " + yaml + " and " + python
                        + "; remove one, or give the path of the one that is meant");
        assertThat(locate("./celsius.yaml").name()).isEqualTo("one");
    }

    @Test
    void shouldRefuseTwoResourcesOfOneName() throws IOException {
        write(classes.resolve("celsius.yaml"), "one");
        write(classes.resolve("celsius.yml"), "two");

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessage("application 'celsius' is ambiguous: there are classpath:celsius.yaml and"
                        + " classpath:celsius.yml; remove one, or give the path of the one that is meant");
    }

    @Test
    void shouldListEveryPlaceWhenNothingIsThere() throws IOException {
        Files.createDirectory(directory.resolve("celsius.yaml"));

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessage(
                        "application 'celsius' was not found; looked for " + directory.resolve("celsius.yaml") + ", "
                                + directory.resolve("celsius.yml") + ", " + directory.resolve("celsius.py")
                                + ", classpath:celsius.yaml, classpath:celsius.yml, class celsius;"
                                + " create one of them, or give the path of a .yaml or .py file");
    }

    @Test
    void shouldSuggestAModuleOfNearlyThatName() throws IOException {
        write(directory.resolve("celsius.yaml"), "file");

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celcius"))
                .withMessageContaining("class celcius; did you mean 'celsius'? create one of them");
        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celcius.yaml"))
                .withMessageContaining("; did you mean 'celsius.yaml'? create one of them");
    }

    @Test
    void shouldLookForPythonModulesInTheOrderOfPython() throws IOException {
        Path first = Files.createDirectories(root.resolve("first/pipelines"));
        Path second = Files.createDirectories(root.resolve("second/pipelines/celsius"));
        Files.createFile(second.resolve("__init__.py"));
        ApplicationArguments arguments = ApplicationArguments.of(null)
                .withDirectory(directory)
                .withPythonPath(List.of(root.resolve("first"), Path.of("../second")));

        assertThat(new ModuleSearch("pipelines.celsius", arguments).search())
                .containsOnlyKeys(second.resolve("__init__.py").toString());
        Path module = Files.createFile(first.resolve("celsius.py"));
        assertThat(new ModuleSearch("pipelines.celsius", arguments).search()).containsOnlyKeys(module.toString());
        Path yaml = write(directory.resolve("pipelines.celsius.yaml"), "here");
        assertThat(new ModuleSearch("pipelines.celsius", arguments).search()).containsOnlyKeys(yaml.toString());
    }

    @Test
    void shouldNotLookElsewhereForAPath() throws IOException {
        write(classes.resolve("celsius.yaml"), "classpath");

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius.yaml"))
                .withMessage("application 'celsius.yaml' was not found; looked for " + directory.resolve("celsius.yaml")
                        + "; create one of them, or give the path of a .yaml or .py file");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void shouldRefuseAnEmptyName(String application) {
        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate(application))
                .withMessage(
                        "application is empty; expected the path of a .yaml or .py file, NAME for a file NAME.yaml or NAME.py,"
                                + " or the name of a Java class");
    }

    @Test
    void shouldRefuseANameThatNoFileCanHave() {
        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("a\u0000b"))
                .withMessageContaining("is no file name (")
                .withMessageEndingWith(
                        "; expected the path of a .yaml or .py file, NAME for a file NAME.yaml or NAME.py,"
                                + " or the name of a Java class");
    }

    @Test
    void shouldNameTheFileOfAnError() throws IOException {
        Path file = Files.writeString(directory.resolve("celsius.yaml"), "name: a\n");

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessageStartingWith(file + ":1:1: the application has no connectors");
    }

    @Test
    void shouldRefuseAFileThatIsNoUtf8() throws IOException {
        Path file = Files.write(directory.resolve("celsius.yaml"), new byte[]{'n', (byte) 0xfc});

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessage(file + ": is not UTF-8; expected a YAML file saved as UTF-8");
    }

    @Test
    void shouldTakeAByteOrderMark() throws IOException {
        Files.writeString(directory.resolve("celsius.yaml"), "\ufeff" + YAML.formatted("marked"));

        assertThat(locate("celsius").name()).isEqualTo("marked");
    }

    @Test
    void shouldRefuseAFileThatIsNoDescriptionByItsSize() throws IOException {
        Path file = Files.write(directory.resolve("celsius.yaml"), new byte[(1 << 20) + 1]);

        assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate("celsius"))
                .withMessage(file + ": is larger than 1048576 bytes; expected the description of an application");
    }

    @Test
    void shouldSayWhenAFileCannotBeRead() {
        ClassLoader failing = new ClassLoader(null) {
            @Override
            public URL getResource(String name) {
                return name.equals("celsius.yaml")
                        ? ApplicationLocatorTest.class.getResource("/logback-test.xml")
                        : null;
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(new byte[0]) {
                    @Override
                    public byte[] readNBytes(int length) throws IOException {
                        throw new IOException("disk on fire");
                    }
                };
            }
        };
        assertThatExceptionOfType(ApplicationException.class)
                .isThrownBy(() -> new ApplicationLocator(directory, failing).locate("celsius"))
                .withMessage("classpath:celsius.yaml: cannot be read (java.io.IOException: disk on fire);"
                        + " expected a readable file");
    }

    private ApplicationDescription locate(String application) {
        try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, null)) {
            return new ApplicationLocator(directory, loader).locate(application);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path write(Path file, String name) throws IOException {
        return Files.writeString(file, YAML.formatted(name));
    }
}
