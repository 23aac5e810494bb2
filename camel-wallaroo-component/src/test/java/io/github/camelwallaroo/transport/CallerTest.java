package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class CallerTest {

    private static final int LARGEST = 256;

    private final Caller caller = new Caller(LARGEST);
    private long next;
    private long firstUnwritten;

    /** @return whether it was written at once */
    private boolean send() {
        return send(1);
    }

    private boolean send(int count) {
        next += count;
        boolean written = caller.sent(count, next - 1, firstUnwritten);
        if (written) {
            firstUnwritten = next;
        }
        return written;
    }

    private void writerThreadWrites() {
        caller.paused();
        firstUnwritten = next;
    }

    /** @return the sizes of the writes of a caller that sends so much and waits for nothing */
    private List<Integer> writesOf(int messages) {
        List<Integer> writes = new ArrayList<>();
        long before = firstUnwritten;
        for (int i = 0; i < messages; i++) {
            if (send()) {
                writes.add((int) (next - before));
                before = next;
            }
        }
        return writes;
    }

    @Test
    void shouldWriteEachMessageAtOnceWhenTheCallerWaitsForEach() {
        int left = 0;
        for (int i = 0; i < 1_000_000; i++) {
            if (!send()) {
                left++;
                writerThreadWrites();
            }
        }
        assertThat(left).as("messages that were left to see whether the caller waits").isBetween(5, 30);
    }

    @Test
    void shouldShareWritesAmongMoreAndMoreWhenTheCallerDoesNotWait() {
        List<Integer> writes = writesOf(10_000);

        assertThat(writes.subList(0, 63)).containsOnly(1);
        assertThat(writes.subList(63, writes.size())).containsOnly(LARGEST);
    }

    @Test
    void shouldWriteWhatTheCallerSendsBeforeItWaitsWhenThatIsLess() {
        int waits = 0;
        int writes = 0;
        for (int round = 0; round < 1_000; round++) {
            for (int i = 0; i < 100; i++) {
                writes += send() ? 1 : 0;
            }
            if (firstUnwritten < next) {
                waits++;
                writerThreadWrites();
            }
        }
        assertThat(waits).as("rounds in which the writer thread had to write").isLessThan(20);
        assertThat(writes).isLessThan(1_100);
    }

    @Test
    void shouldWriteEachMessageAtOnceAgainWhenTheCallerBeginsToWait() {
        writesOf(10_000);
        int left = 0;
        for (int i = 0; i < 20; i++) {
            if (!send()) {
                left++;
                writerThreadWrites();
            }
        }
        assertThat(left).isEqualTo(9);
        assertThat(send()).isTrue();
    }

    @Test
    void shouldCountOnlyItsOwnMessagesWhenOthersSendToo() {
        for (int i = 0; i < 1_000; i++) {
            next++;
            send();
            firstUnwritten = next;
        }
        assertThat(send()).as("a caller whose messages others have written never seemed to wait").isTrue();
    }

    @Test
    void shouldCountTheMessagesOfAList() {
        List<Integer> writes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long before = firstUnwritten;
            if (send(100)) {
                writes.add((int) (next - before));
            }
        }
        assertThat(writes.get(0)).isEqualTo(100);
        assertThat(writes.get(writes.size() - 1)).isEqualTo(300);
    }

    @Test
    void shouldNeverLeaveAMessageWhenTheLargestBurstIsOne() {
        Caller cautious = new Caller(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(cautious.sent(1, i, i)).isTrue();
        }
    }
}
