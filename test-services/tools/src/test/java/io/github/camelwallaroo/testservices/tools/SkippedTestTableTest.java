package io.github.camelwallaroo.testservices.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestTableTest {

    @TempDir
    Path folder;

    @Test
    void shouldListReasonsWithTheirClassesWhenTestsWereSkipped() {
        assertThat(SkippedTestTable.of(List.of(new SkippedTest("there is no piano", "PianoIT", 3),
                new SkippedTest("there are no bells", "RingIT", 1),
                new SkippedTest("there are no bells", "ChimeTest", 12),
                new SkippedTest("there are no bells", "RingIT", 1)))).isEqualToNormalizingNewlines("""

                        17 tests were skipped

                          tests  why, and in which classes
                             14  there are no bells
                                 ChimeTest 12, RingIT 2
                              3  there is no piano
                                 PianoIT 3

                        """);
    }

    @Test
    void shouldSpeakOfOneTestWhenOneWasSkipped() {
        assertThat(SkippedTestTable.of(List.of(new SkippedTest("even", "NumberTest", 1))))
                .contains("1 test was skipped");
    }

    @Test
    void shouldPrintNothingWhenNothingWasSkipped() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        SkippedTestTable.print(folder.resolve("skipped.txt"), new PrintStream(out, true, UTF_8));

        assertThat(out.size()).isZero();
    }

    @Test
    void shouldPrintWhatListenersWroteWhenTestsWereSkipped() throws Exception {
        Path file = folder.resolve("skipped.txt");
        Files.writeString(file, new SkippedTest("there is no piano", "PianoIT", 88).line() + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        SkippedTestTable.print(file, new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8)).contains("88  there is no piano", "PianoIT 88");
    }
}
