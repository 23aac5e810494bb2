package io.github.camelwallaroo.testservices.tools;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RequiredToolTest {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final RequiredTool PRESENT = RequiredTool.of("java", "openjdk-17-jre-headless", JAVA, "-version");
    private static final RequiredTool MISSING = RequiredTool.of("glockenspiel", "libglockenspiel-bin", "glockenspiel");

    @Test
    void shouldLetTheTestGoOnWhenTheToolIsThere() {
        assertThatCode(() -> PRESENT.assumeInstalled(false)).doesNotThrowAnyException();
        assertThatCode(() -> PRESENT.assumeInstalled(true)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameThePackageWhenThereIsNoSuchProgram() {
        assertThatThrownBy(() -> MISSING.assumeInstalled(false)).isInstanceOf(TestAbortedException.class)
                .hasMessageEndingWith("there is no glockenspiel: install the package libglockenspiel-bin");
    }

    @Test
    void shouldNameTheAlternativeWhenThereIsOne() {
        assertThatThrownBy(() -> MISSING.or("-Dit.bells=host:port").assumeInstalled(false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageEndingWith(
                        "there is no glockenspiel: install the package libglockenspiel-bin, or give -Dit.bells=host:port");
    }

    @Test
    void shouldTakeTheToolForMissingWhenItsProofFails() {
        RequiredTool broken = RequiredTool.of("Java 1", "openjdk-1", JAVA, "-XX:NoSuchOption");

        assertThatThrownBy(() -> broken.assumeInstalled(false)).isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("there is no Java 1");
    }

    @Test
    void shouldFailWhenAllToolsAreRequired() {
        assertThatThrownBy(() -> MISSING.assumeInstalled(true)).isInstanceOf(AssertionFailedError.class)
                .hasMessage("there is no glockenspiel: install the package libglockenspiel-bin"
                        + " (not skipped, because of -Dit.require=all)");
    }
}
