package io.github.camelwallaroo.routes.support.once;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnceFileTest {

    private static final String NAME = "out.txt";
    private static final String POSITIONS = NAME + OnceFile.POSITION;

    private final SimulatedStorage storage = new SimulatedStorage(new Random(1));

    private OnceFile open() throws IOException {
        return OnceFile.open(storage, NAME, true, OnceFile.COMPACT_AT);
    }

    private static OnceFile.Entry message(String stream, long epoch, long offset, String text) {
        return new OnceFile.Entry(new MessagePosition(stream, epoch, offset), text.getBytes(UTF_8));
    }

    private void append(OnceFile.Entry... messages) throws IOException {
        try (OnceFile file = open()) {
            file.append(List.of(messages));
        }
    }

    private String content() {
        return new String(storage.content(NAME), UTF_8);
    }

    @Test
    void shouldPassOverWhatItHasWhenThatComesAgain() throws IOException {
        append(message("a", 1, 0, "one "), message("b", 1, 0, "uno "), message("a", 1, 4, "two "));
        try (OnceFile file = open()) {
            file.append(List.of(message("a", 1, 0, "one "), message("a", 1, 4, "two "), message("a", 1, 8, "three ")));
            file.append(List.of(message("b", 1, 0, "uno "), message("b", 1, 4, "due ")));
            assertThat(file.skipped()).isEqualTo(3);
        }

        assertThat(content()).isEqualTo("one uno two three due ");
    }

    @Test
    void shouldTakeTheSameOffsetsInANewEpoch() throws IOException {
        append(message("a", 1, 0, "one "), message("a", 1, 4, "two "));
        append(message("a", 2, 0, "anew "));

        assertThat(content()).isEqualTo("one two anew ");
    }

    @Test
    void shouldAppendAllThatHasNoPosition() throws IOException {
        append(new OnceFile.Entry(null, "x".getBytes(UTF_8)), new OnceFile.Entry(null, "x".getBytes(UTF_8)));
        append(new OnceFile.Entry(null, "x".getBytes(UTF_8)));

        assertThat(content()).isEqualTo("xxx");
    }

    @Test
    void shouldRefuseAFileThatIsNotItsOwn() {
        storage.change(NAME, "letters of somebody else".getBytes(UTF_8));

        assertThatThrownBy(this::open).isInstanceOf(FileChangedException.class)
                .hasMessageContaining("/simulated/out.txt has 24 bytes")
                .hasMessageContaining("move it away");
        assertThat(content()).isEqualTo("letters of somebody else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one tw", "one TWO ", ""})
    void shouldRefuseAFileThatSomebodyElseHasChanged(String changed) throws IOException {
        append(message("a", 1, 0, "one "), message("a", 1, 4, "two "));
        storage.change(NAME, changed.getBytes(UTF_8));

        assertThatThrownBy(this::open).isInstanceOf(FileChangedException.class)
                .hasMessageContaining("changed by somebody else");
        assertThat(content()).isEqualTo(changed);
    }

    @Test
    void shouldRefuseAFileThatIsGone() throws IOException {
        append(message("a", 1, 0, "one "));
        storage.delete(NAME);

        assertThatThrownBy(this::open).isInstanceOf(FileChangedException.class)
                .hasMessageContaining("has 0 bytes, and 4 were written to it");
    }

    @Test
    void shouldWriteNothingWhileSomebodyElseWrites() throws IOException {
        try (OnceFile file = open()) {
            file.append(List.of(message("a", 1, 0, "one ")));
            storage.change(NAME, "one and more".getBytes(UTF_8));
            assertThatThrownBy(() -> file.append(List.of(message("a", 1, 4, "two "))))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("has 12 bytes, and this connector wrote 4");
            assertThat(content()).isEqualTo("one and more");

            storage.change(NAME, "one ".getBytes(UTF_8));
            file.append(List.of(message("a", 1, 4, "two ")));
        }
        assertThat(content()).isEqualTo("one two ");
    }

    @Test
    void shouldRefuseOutputOfAnotherTransactionLog() throws IOException {
        append(message("a", 1, 0, "one "), message("a", 1, 4, "two "));
        try (OnceFile file = open()) {
            assertThatThrownBy(() -> file.append(List.of(message("a", 1, 4, "2wo "))))
                    .hasMessageContaining("another message at a/1/4");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(
                        () -> file.append(List.of(message("a", 1, 0, "none "), message("a", 1, 5, "next "))))
                        .isInstanceOf(FileChangedException.class)
                        .hasMessageContaining("the transaction log belongs to another output");
            }
        }
        assertThat(content()).isEqualTo("one two ");
    }

    @Test
    void shouldRefuseDamagedPositionsAndRepairUnfinishedOnes() throws IOException {
        append(message("a", 1, 0, "one "));
        int first = storage.content(POSITIONS).length;
        append(message("a", 1, 4, "two "));
        append(message("a", 1, 8, "three "));
        byte[] whole = storage.content(POSITIONS).clone();
        for (int at = 0; at < first; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            storage.change(POSITIONS, damaged);
            assertThatThrownBy(this::open).as("byte %s", at)
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("out.txt.position");
        }
        assertThat(content()).isEqualTo("one two three ");

        for (int cut = 1; cut < 20; cut++) {
            storage.change(POSITIONS, Arrays.copyOf(whole, whole.length - cut));
            storage.change(NAME, "one two three ".getBytes(UTF_8));
            open().close();
            assertThat(content()).isEqualTo("one two ");
        }
    }

    @Test
    void shouldKeepPositionsSmallHoweverManyMessagesThereAre() throws IOException {
        try (OnceFile file = OnceFile.open(storage, NAME, false, 2_000)) {
            for (int i = 0; i < 5_000; i++) {
                file.append(List.of(message("conversion/worker", 1, i, "x")));
                assertThat(storage.content(POSITIONS)).hasSizeLessThan(2_100);
            }
        }
        append(message("conversion/worker", 1, 4_999, "x"), message("conversion/worker", 1, 5_000, "y"));
        assertThat(content()).hasSize(5_001).endsWith("xy");
    }
}
