package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaModuleTest {

    @TempDir
    private Path directory;

    public static class Celsius implements ApplicationModule {

        @Override
        public ApplicationDescription describe(List<String> arguments) {
            return ApplicationDescription.of(String.join(" ", arguments),
                    SourceConnectorConfig.named("celsius_feed").port(7100).format("float32"));
        }
    }

    public static class NoApplication {}

    public static class Closed extends Celsius {
        Closed() {}
    }

    public abstract static class Abstract extends Celsius {}

    static class Hidden extends Celsius {
        public Hidden() {}
    }

    public static class BrokenClass extends Celsius {
        static final int BROKEN = Integer.parseInt("seven");
    }

    public static class BrokenConstructor extends Celsius {
        public BrokenConstructor() {
            throw new IllegalStateException("no licence\nsecond line");
        }
    }

    public static class BrokenSetup implements ApplicationModule {
        @Override
        public ApplicationDescription describe(List<String> arguments) throws Exception {
            throw new Exception("--window is missing");
        }
    }

    public static class Silent implements ApplicationModule {
        @Override
        public ApplicationDescription describe(List<String> arguments) {
            return null;
        }
    }

    public static class WithoutPort implements ApplicationModule {
        @Override
        public ApplicationDescription describe(List<String> arguments) {
            return ApplicationDescription.of("a", SourceConnectorConfig.named("feed"));
        }
    }

    @Test
    void shouldAskTheClassOfThatNameWithTheCommandLine() {
        ApplicationDescription description = locate(Celsius.class.getName());

        assertThat(description.name()).isEqualTo("wallaroo-connectors udp_source --strange");
        assertThat(description.kind()).isEqualTo(ModuleKind.JAVA);
        assertThat(description.source()).isEqualTo("class " + Celsius.class.getName());
        assertThat(description.worker()).contains(Celsius.class.getName());
        assertThat(description.connectors()).containsOnlyKeys("celsius_feed");
        assertThat(locate("#class:" + Celsius.class.getName())).isEqualTo(description);
    }

    @Test
    void shouldTakeAnObjectOfTheRegistry() {
        ApplicationDescription description = ApplicationDescription.of("bound",
                SourceConnectorConfig.named("feed").port(7100));

        assertThat(locate("#bean:celsius", new Celsius()).source()).isEqualTo("bean 'celsius'");
        assertThat(locate("#celsius", description).name()).isEqualTo("bound");
        assertThat(locate("#celsius", description).source()).isEqualTo("bean 'celsius'");
        refused("#celsius", "text").withMessage("bean 'celsius' of class java.lang.String describes no application;"
                + " expected one that implements io.github.camelwallaroo.application.ApplicationModule, or an"
                + " ApplicationDescription");
        refused("#bean:fahrenheit", null).withMessage("application '#bean:fahrenheit': there is no bean 'fahrenheit' in"
                + " the registry; bind one, or give the name of a file or class");
    }

    @Test
    void shouldSayWhatIsWrongWithAClass() {
        refused(NoApplication.class).withMessageEndingWith("NoApplication describes no application; expected one that"
                + " implements io.github.camelwallaroo.application.ApplicationModule");
        refused(Closed.class)
                .withMessageEndingWith("Closed has no public constructor without parameters; expected one");
        refused(Abstract.class)
                .withMessageEndingWith("Abstract is abstract; expected a class of which an object can be made");
        refused(Hidden.class).withMessageEndingWith("Hidden is not public; expected a public class");
        refused(BrokenConstructor.class).withMessageEndingWith(
                "BrokenConstructor: its constructor failed: java.lang.IllegalStateException: no licence");
        refused(BrokenSetup.class).withMessageEndingWith("BrokenSetup: the application could not be set up:"
                + " java.lang.Exception: --window is missing");
        refused(Silent.class)
                .withMessageEndingWith("Silent gave no description; expected one that names its connectors");
        refused(WithoutPort.class).withMessageContaining("connector 'feed' has no port; expected one from 1 to 65535");
        refused("#class:com.example.Nowhere", null).withMessage("class 'com.example.Nowhere' is not on the classpath;"
                + " correct its name, package included, or add its jar or directory");
    }

    @Test
    void shouldSayTwiceThatAStaticInitializerFailed() {
        for (int attempt = 0; attempt < 2; attempt++) {
            refused(BrokenClass.class).withMessageContaining("BrokenClass: its static initializer failed: ")
                    .withMessageContaining("NumberFormatException: For input string: \"seven\"");
        }
    }

    @Test
    void shouldRefuseAClassBesideAFileOfItsName() throws Exception {
        String name = Celsius.class.getName();
        Path file = Files.writeString(directory.resolve(name + ".yaml"), """
                name: by file
                connectors:
                  feed: {direction: source, port: 7100}
                """);

        refused(name, null).withMessage("application '" + name + "' is ambiguous: there are " + file + " and class "
                + name + "; remove one, or give the path of the one that is meant, #class:" + name + " for the class");
        assertThat(locate("./" + name + ".yaml").name()).isEqualTo("by file");
        assertThat(locate("#class:" + name).kind()).isEqualTo(ModuleKind.JAVA);
    }

    @Test
    void shouldTakeTheFileWhenTheClassOfItsNameIsNoApplication() throws Exception {
        String name = NoApplication.class.getName();
        Files.writeString(directory.resolve(name + ".yml"), """
                name: by file
                connectors:
                  feed: {direction: source, port: 7100}
                """);

        assertThat(locate(name).name()).isEqualTo("by file");
    }

    private ApplicationDescription locate(String application) {
        return locate(application, null);
    }

    private ApplicationDescription locate(String application, Object celsius) {
        return ApplicationLocator.locate(application,
                ApplicationArguments.of(null)
                        .withDirectory(directory)
                        .withCommandLine(List.of("wallaroo-connectors", "udp_source", "--strange"))
                        .withBeans(name -> celsius == null ? null : Map.of("celsius", celsius).get(name)));
    }

    private ThrowableAssertAlternative<ApplicationException> refused(Class<?> type) {
        return refused(type.getName(), null);
    }

    private ThrowableAssertAlternative<ApplicationException> refused(String application, Object celsius) {
        return assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> locate(application, celsius));
    }
}
