package io.github.camelwallaroo.testservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFolderTest {

    @TempDir
    Path temporary;

    @Test
    void shouldShowTheEndOfTheLogWhenItIsLong() throws Exception {
        ProcessFolder folder = new ProcessFolder(temporary);
        Files.write(folder.log(), List.of("one", "two", "three"));

        assertThat(folder.lastLines(2)).isEqualTo("two\nthree");
        assertThat(folder.lastLines(30)).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void shouldShowNothingWhenThereIsNoLog() {
        assertThat(new ProcessFolder(temporary).lastLines(30)).isEmpty();
    }

    @Test
    void shouldSayWhyWhenTheLogCannotBeRead() throws Exception {
        ProcessFolder folder = new ProcessFolder(temporary);
        Files.createDirectory(folder.log());

        assertThat(folder.lastLines(30)).startsWith("(the log cannot be read: ");
    }

    @Test
    void shouldBeGoneWhenItIsDeletedWithAllThatIsInIt() throws Exception {
        ProcessFolder folder = ProcessFolder.create("folder");
        Files.createDirectories(folder.resolve("data/deeper"));
        Files.writeString(folder.resolve("data/deeper/file"), "content");

        folder.delete();

        assertThat(folder.path()).doesNotExist();
    }
}
