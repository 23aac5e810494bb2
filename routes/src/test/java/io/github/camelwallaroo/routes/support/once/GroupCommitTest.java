package io.github.camelwallaroo.routes.support.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private final List<String> committed = Collections.synchronizedList(new ArrayList<>());
    private final List<Exception> failures = Collections.synchronizedList(new ArrayList<>());

    private void done(Exception failure) {
        failures.add(failure);
    }

    @Test
    void shouldCommitTogetherWhatGathersDuringACommit() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        GroupCommit<String> commits = new GroupCommit<>("test", batch -> {
            sizes.add(batch.size());
            try {
                first.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            batch.forEach(each -> {
                committed.add(each.item());
                each.complete(null);
            });
        });
        commits.submit("0", this::done);
        await().until(() -> sizes.size() == 1);
        for (int i = 1; i < 50; i++) {
            commits.submit(Integer.toString(i), this::done);
        }
        first.countDown();
        commits.stop();

        assertThat(sizes).containsExactly(1, 49);
        assertThat(committed).hasSize(50).startsWith("0", "1", "2").endsWith("48", "49");
        assertThat(failures).hasSize(50).containsOnlyNulls();
    }

    @Test
    void shouldTellThoseWhoWaitAndGoOnWhateverACommitThrows() throws Exception {
        AtomicInteger batches = new AtomicInteger();
        GroupCommit<String> commits = new GroupCommit<>("test", batch -> {
            switch (batches.incrementAndGet()) {
                case 1 -> throw new AssertionError("one");
                case 2 -> throw new IllegalStateException("two");
                case 3 -> {
                }
                default -> batch.forEach(each -> each.complete(null));
            }
        });
        for (int i = 1; i <= 4; i++) {
            int done = i;
            commits.submit("x", this::done);
            await().until(() -> failures.size() == done);
        }
        commits.stop();
        commits.submit("late", this::done);

        assertThat(failures).satisfiesExactly(one -> assertThat(one).hasMessageContaining("one"),
                two -> assertThat(two).hasMessage("two"),
                three -> assertThat(three).hasMessageContaining("not committed"),
                four -> assertThat(four).isNull(),
                late -> assertThat(late).hasMessage("stopped"));
    }
}
