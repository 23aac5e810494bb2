package io.github.camelwallaroo.testservices.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestListenerTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("made/skipped.txt");
    }

    private String execute(Path file, Class<?> tests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // What is skipped here is none of the build's.
        LauncherConfig alone = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
        LauncherFactory.create(alone)
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(tests))
                        .build(), new SkippedTestListener(file, new PrintStream(out, true, UTF_8)));
        return out.toString(UTF_8);
    }

    @Test
    void shouldCountItsTestsWhenAClassIsSkippedAsAWhole() throws Exception {
        String said = execute(file(), Instruments.WithoutBells.class);

        assertThat(said.lines()).containsExactly(
                "Skipped: Instruments$WithoutBells (2 tests): there are no bells: install them");
        assertThat(Files.readAllLines(file())).map(SkippedTest::parse)
                .containsExactly(new SkippedTest("there are no bells: install them",
                        "Instruments$WithoutBells", 2));
    }

    @Test
    void shouldNameEachTestWhenOthersOfItsClassRun() throws Exception {
        String said = execute(file(), Instruments.Partly.class);

        assertThat(said.lines()).containsExactlyInAnyOrder(
                "Skipped: Instruments$Partly.shouldNeedOurs: somebody else's is not stopped",
                "Skipped: Instruments$Partly.shouldBeDisabled: broken since Monday",
                "Skipped: Instruments$Partly.shouldBeOdd: even");
        assertThat(Files.readAllLines(file())).map(SkippedTest::parse)
                .extracting(SkippedTest::reason)
                .containsExactlyInAnyOrder("somebody else's is not stopped", "broken since Monday", "even");
    }

    @Test
    void shouldAppendWhenOtherProcessesHaveWritten() throws Exception {
        SkippedTest other = new SkippedTest("there is no piano", "PianoIT", 88);
        Files.createDirectories(file().getParent());
        Files.writeString(file(), other.line() + "\n");

        execute(file(), Instruments.WithoutBells.class);

        assertThat(Files.readAllLines(file())).map(SkippedTest::parse).hasSize(2).startsWith(other);
    }

    @Test
    void shouldSayItAllTheSameWhenThereIsNoFile() {
        assertThat(execute(null, Instruments.WithoutBells.class)).startsWith("Skipped: ");
    }
}
