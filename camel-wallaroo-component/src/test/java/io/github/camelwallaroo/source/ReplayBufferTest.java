package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class ReplayBufferTest {

    private final SourceStream stream = SessionFixture.resilient().stream("s");
    private final ReplayBuffer buffer = new ReplayBuffer();

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.oldest()).isNull();
        assertThat(buffer.newest()).isNull();
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.takeUnsent()).isNull();
        assertThat(buffer.pollUpTo(-1)).isNull();
        assertThat(buffer.find(1)).isNull();
    }

    @Test
    void shouldGiveUnsentEntriesInOrderAndAllAgainWhenReplayed() {
        append(1, 2, 3);
        assertThat(takeAllUnsent()).containsExactly(1L, 2L, 3L);
        assertThat(buffer.hasUnsent()).isFalse();
        assertThat(buffer.sent()).isEqualTo(3);
        append(4);
        buffer.pollUpTo(2);
        buffer.pollUpTo(2);
        buffer.replay();
        assertThat(takeAllUnsent()).containsExactly(3L, 4L);
    }

    @Test
    void shouldLetGoOfWhatIsCoveredAndOfNothingElse() {
        append(10, 20, 30);
        assertThat(buffer.pollUpTo(9)).isNull();
        assertThat(buffer.pollUpTo(20).id()).isEqualTo(10);
        assertThat(buffer.pollUpTo(20).id()).isEqualTo(20);
        assertThat(buffer.pollUpTo(20)).isNull();
        assertThat(buffer.oldest().id()).isEqualTo(30);
        assertThat(buffer.newest().id()).isEqualTo(30);
    }

    @Test
    void shouldCompareIdsAsUnsigned() {
        append(Long.MAX_VALUE, Long.MIN_VALUE, -2);
        assertThat(buffer.pollUpTo(Long.MIN_VALUE).id()).isEqualTo(Long.MAX_VALUE);
        assertThat(buffer.pollUpTo(Long.MIN_VALUE).id()).isEqualTo(Long.MIN_VALUE);
        assertThat(buffer.pollUpTo(Long.MIN_VALUE)).isNull();
        assertThat(buffer.find(-2).id()).isEqualTo(-2);
    }

    @Test
    void shouldNotSendAgainWhatWasCoveredBeforeItWasSent() {
        append(1, 2, 3);
        buffer.takeUnsent();
        buffer.pollUpTo(2);
        buffer.pollUpTo(2);
        assertThat(takeAllUnsent()).containsExactly(3L);
    }

    @Test
    void shouldCountBytesOfWhatIsHeld() {
        append(1, 2);
        long one = entry(1).frame().length;
        assertThat(buffer.bytes()).isEqualTo(2 * one);
        buffer.poll();
        assertThat(buffer.bytes()).isEqualTo(one);
        buffer.removeIf(any -> true, removed -> {});
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void shouldKeepOrderAndCursorWhenSomeAreTakenOut() {
        append(1, 2, 3, 4, 5, 6);
        buffer.takeUnsent();
        buffer.takeUnsent();
        buffer.takeUnsent();
        List<Long> removed = new ArrayList<>();
        buffer.removeIf(entry -> entry.id() % 2 == 0, entry -> removed.add(entry.id()));
        assertThat(removed).containsExactly(2L, 4L, 6L);
        assertThat(buffer.sent()).isEqualTo(2);
        assertThat(takeAllUnsent()).containsExactly(5L);
        assertThat(buffer.size()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAnIndexBeyondWhatIsHeld() {
        append(1);
        assertThat(buffer.get(0).id()).isEqualTo(1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.get(1));
    }

    @Test
    void shouldBehaveAsASimpleQueueWhenUsedAtRandom() {
        Random random = new Random(7);
        ArrayDeque<Long> model = new ArrayDeque<>();
        int modelSent = 0;
        long next = 1;
        for (int step = 0; step < 100_000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    append(next);
                    model.add(next);
                    next += 1 + random.nextInt(3);
                }
                case 4, 5 -> {
                    ReplayEntry taken = buffer.takeUnsent();
                    if (modelSent == model.size()) {
                        assertThat(taken).isNull();
                    } else {
                        assertThat(taken.id()).isEqualTo(new ArrayList<>(model).get(modelSent++));
                    }
                }
                case 6 -> {
                    long upTo = model.isEmpty() ? next : model.peek() + random.nextInt(200);
                    while (!model.isEmpty() && model.peek() <= upTo) {
                        assertThat(buffer.pollUpTo(upTo).id()).isEqualTo(model.poll());
                        modelSent = Math.max(0, modelSent - 1);
                    }
                    assertThat(buffer.pollUpTo(upTo)).isNull();
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        buffer.replay();
                        modelSent = 0;
                    }
                    long id = random.nextLong(next + 1);
                    assertThat(buffer.find(id) != null).isEqualTo(model.contains(id));
                }
            }
            assertThat(buffer.size()).isEqualTo(model.size());
            assertThat(buffer.sent()).isEqualTo(modelSent);
        }
    }

    private void append(long... ids) {
        for (long id : ids) {
            buffer.append(entry(id));
        }
    }

    private ReplayEntry entry(long id) {
        return new ReplayEntry(stream, id, new byte[40], null, 0);
    }

    private List<Long> takeAllUnsent() {
        List<Long> ids = new ArrayList<>();
        for (ReplayEntry entry = buffer.takeUnsent(); entry != null; entry = buffer.takeUnsent()) {
            ids.add(entry.id());
        }
        return ids;
    }
}
