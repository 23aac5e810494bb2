package io.github.camelwallaroo.routes.support.kafka;

import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.P0;
import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.P1;
import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.S0;
import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.PointOfReference;

class PositionedConsumerTest {

    private final KafkaFixture group = new KafkaFixture();
    private final FakeConnector connector = group.connector;

    @Test
    void shouldReadNothingUntilTheWorkerHasSaidWhereItStands() {
        group.assign(3, P0);
        group.records(P0, 0, 3);

        assertThat(group.poll()).isEmpty();
        assertThat(connector.calls).containsExactly("open " + S0);

        connector.opened(S0);
        assertThat(group.poll()).containsExactly("0-0", "0-1", "0-2");
    }

    @Test
    void shouldBeginAtTheGroupsOffsetWhenTheWorkerKnowsOfNoRecords() {
        group.assign(9, P0);
        group.kafka.commitSync(Map.of(P0, new OffsetAndMetadata(2)));
        group.commits.clear();
        group.records(P0, 0, 4);
        group.poll();

        connector.opened(S0);

        assertThat(group.poll()).containsExactly("0-2", "0-3");
        assertThat(group.commits).isEmpty();
    }

    @Test
    void shouldBeginBehindTheWorkersPositionWhateverTheGroupsOffset() {
        group.assign(9, P0, P1);
        group.kafka.commitSync(Map.of(P0, new OffsetAndMetadata(1), P1, new OffsetAndMetadata(5)));
        group.records(P0, 0, 5);
        group.records(P1, 0, 7);
        group.poll();

        connector.opened(S0, 3);
        connector.opened(S1, 4);

        assertThat(group.poll()).containsExactlyInAnyOrder("0-3", "0-4", "1-4", "1-5", "1-6");
        assertThat(group.committed(P0)).isEqualTo(3);
        assertThat(group.committed(P1)).isEqualTo(4);
    }

    @Test
    void shouldCommitWhatIsAcknowledgedAndNothingElse() {
        opened(10, P0);
        group.records(P0, 0, 10);
        assertThat(group.poll()).hasSize(10);
        group.poll();
        assertThat(group.commits).isEmpty();

        connector.acknowledged(S0, 4);
        group.poll();
        connector.acknowledged(S0, 4);
        group.poll();

        assertThat(group.commits).containsExactly(Map.of(P0, new OffsetAndMetadata(4)));
    }

    @Test
    void shouldNotLetOthersCommit() {
        opened(10, P0);
        group.records(P0, 0, 10);
        group.poll();
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(P0, new OffsetAndMetadata(10));

        group.consumer.commitSync();
        group.consumer.commitSync(Duration.ofSeconds(1));
        group.consumer.commitSync(offsets);
        group.consumer.commitSync(offsets, Duration.ofSeconds(1));
        group.consumer.commitAsync();
        group.consumer.commitAsync(null);
        group.consumer.commitAsync(offsets, null);

        assertThat(group.committed(P0)).isNull();
    }

    @Test
    void shouldTryAgainAfterAWhileWhenACommitFails() {
        opened(10, P0);
        connector.acknowledged(S0, 4);
        group.commitFailure = new TimeoutException("the coordinator is away");
        group.poll();
        group.commitFailure = null;
        group.poll();
        assertThat(group.committed(P0)).isNull();

        group.clock.addAndGet(1_000);
        group.poll();

        assertThat(group.committed(P0)).isEqualTo(4);
    }

    @Test
    void shouldPauseWhileTheWorkerTakesNothingAndGoOnPolling() {
        opened(10, P0, P1);
        connector.full.add(S0);
        group.poll();
        group.records(P0, 0, 3);
        group.records(P1, 0, 1);

        assertThat(group.poll()).containsExactly("1-0");
        assertThat(group.kafka.paused()).containsExactly(P0);
        connector.acknowledged(S1, 1);
        assertThat(group.poll()).isEmpty();
        assertThat(group.committed(P1)).isEqualTo(1);

        connector.full.clear();
        assertThat(group.poll()).containsExactly("0-0", "0-1", "0-2");
        assertThat(group.kafka.paused()).isEmpty();
    }

    @Test
    void shouldKeepPausedWhatOthersPaused() {
        opened(10, P0);
        group.poll();
        group.records(P0, 0, 1);
        group.consumer.pause(List.of(P0));
        assertThat(group.poll()).isEmpty();

        connector.full.add(S0);
        group.consumer.resume(List.of(P0));
        assertThat(group.poll()).isEmpty();

        connector.full.clear();
        assertThat(group.poll()).containsExactly("0-0");
    }

    @Test
    void shouldGiveAgainWhatTheWorkerLostAndSaySoBefore() {
        opened(10, P0);
        group.records(P0, 0, 10);
        group.poll();
        connector.acknowledged(S0, 8);
        group.poll();
        assertThat(group.committed(P0)).isEqualTo(8);

        assertThat(connector.rewind(S0, 5)).isTrue();
        assertThat(group.owners.owner(S0).takesRecords()).isFalse();
        group.records(P0, 5, 10);

        assertThat(group.poll()).containsExactly("0-5", "0-6", "0-7", "0-8", "0-9");
        assertThat(connector.calls).endsWith("rewound " + S0);
        assertThat(group.owners.owner(S0).takesRecords()).isTrue();
        assertThat(group.committed(P0)).isEqualTo(5);
    }

    @Test
    void shouldGoForwardWhenAnotherProcessHadThePartitionMeanwhile() {
        opened(30, P0);
        group.records(P0, 0, 5);
        group.poll();
        connector.acknowledged(S0, 2);
        group.poll();

        assertThat(connector.rewind(S0, 20)).isTrue();
        group.records(P0, 5, 22);

        assertThat(group.poll()).containsExactly("0-20", "0-21");
        assertThat(connector.calls).endsWith("rewound " + S0);
        assertThat(group.committed(P0)).isEqualTo(20);
    }

    @Test
    void shouldStopTheStreamWhenTheWorkerTurnsOutToBeFurtherThanThePartition() {
        opened(10, P0);
        connector.acknowledged(S0, 2);
        group.poll();

        connector.rewind(S0, 11);
        group.poll();

        assertThat(connector.calls).last().asString().startsWith("stop " + S0);
        assertThat(group.committed(P0)).isEqualTo(2);
    }

    @Test
    void shouldNotRewindWhenTheWorkerHasNoOpinion() {
        opened(10, P0);

        assertThat(connector.listener(S0).rewind(S0, PointOfReference.NONE)).isFalse();
        group.poll();

        assertThat(connector.calls).containsExactly("open " + S0);
    }

    @Test
    void shouldOnlyMoveTheGroupsOffsetWhenTheStreamIsOpenedAgain() {
        opened(10, P0);
        group.records(P0, 0, 6);
        group.poll();

        connector.opened(S0, 4);
        group.records(P0, 6, 7);

        assertThat(group.poll()).containsExactly("0-6");
        assertThat(group.committed(P0)).isEqualTo(4);
    }

    @Test
    void shouldStopTheStreamWhenThePartitionEndsBeforeTheWorkersPosition() {
        group.assign(7, P0, P1);
        group.poll();
        group.records(P0, 0, 7);
        group.records(P1, 0, 1);

        connector.opened(S0, 20);
        connector.opened(S1);

        assertThat(group.poll()).containsExactly("1-0");
        assertThat(connector.calls).last()
                .asString()
                .startsWith("stop " + S0)
                .contains("up to offset 19")
                .contains("before offset 7");
        assertThat(group.poll()).isEmpty();
        assertThat(group.kafka.paused()).containsExactly(P0);
        assertThat(group.committed(P0)).isNull();
    }

    @Test
    void shouldReadOnWhenThePartitionEndsJustWhereTheWorkerStands() {
        group.assign(7, P0);
        group.poll();

        connector.opened(S0, 7);
        group.poll();
        group.records(P0, 7, 8);

        assertThat(group.poll()).containsExactly("0-7");
        assertThat(connector.calls).containsExactly("open " + S0);
    }

    @Test
    void shouldGoOnWhereThePartitionBeginsWhenRetentionTookWhatTheWorkerWants() {
        group.assign(9, P0);
        group.bounds(6, 9, P0);
        group.poll();
        group.records(P0, 6, 9);

        connector.opened(S0, 2);

        assertThat(group.poll()).containsExactly("0-6", "0-7", "0-8");
    }

    /** What is under way may still be acknowledged; what is gone never will be. */
    @Test
    void shouldCountWhatIsGoneAndCommitNoMoreThanBeforeWhenRecordsAreRemovedUnread() {
        group.assign(9, P0);
        group.poll();
        connector.opened(S0, 2);
        group.poll();
        group.bounds(6, 9, P0);

        group.kafka.setPollException(new OffsetOutOfRangeException(Map.of(P0, 4L)));
        group.poll();

        assertThat(group.kafka.position(P0)).isEqualTo(6);
        assertThat(group.missed.total()).isEqualTo(2);
        assertThat(group.missed.last()).contains("offset 4", "begins at 6");
        group.poll();
        assertThat(group.committed(P0)).isEqualTo(2);
    }

    @Test
    void shouldStopTheStreamWhenThePartitionIsCutUnderItsReader() {
        group.assign(9, P0);
        group.poll();
        connector.opened(S0, 2);
        group.poll();
        group.bounds(0, 3, P0);

        group.kafka.setPollException(new OffsetOutOfRangeException(Map.of(P0, 7L)));
        group.poll();

        assertThat(connector.calls).last().asString().startsWith("stop " + S0).contains("ends before offset 3");
        assertThat(group.missed.total()).isZero();
    }

    @Test
    void shouldBeginAnewInACutPartitionWhenNobodyKeepsPositions() {
        connector.safeWhenDone = true;
        group.assign(9, P0);
        group.poll();
        connector.opened(S0);
        group.poll();
        group.bounds(1, 3, P0);

        group.kafka.setPollException(new OffsetOutOfRangeException(Map.of(P0, 7L)));
        group.poll();

        assertThat(group.kafka.position(P0)).isEqualTo(1);
        assertThat(connector.calls).noneMatch(call -> call.startsWith("stop"));
    }

    @Test
    void shouldBeginWhereItIsToldWhenNobodyKnowsAPosition() {
        group.assign(9, P0);
        group.kafka.setPollException(new NoOffsetForPartitionException(P0));

        group.poll();

        assertThat(group.kafka.position(P0)).isZero();
        assertThat(group.missed.total()).isZero();
    }

    @Test
    void shouldSeekLaterWhenTheBrokerDoesNotAnswer() {
        group.assign(9, P0);
        group.poll();
        group.records(P0, 0, 4);
        group.kafka.setOffsetsException(new TimeoutException("the broker is away"));

        connector.opened(S0, 3);
        assertThat(group.poll()).isEmpty();
        group.clock.addAndGet(1_000);

        assertThat(group.poll()).containsExactly("0-3");
    }

    @Test
    void shouldCommitNothingUntilItIsKnownThatThePartitionHasWhatTheWorkerHas() {
        group.assign(9, P0);
        group.poll();
        group.kafka.setOffsetsException(new TimeoutException("the broker is away"));
        connector.opened(S0, 12);
        group.poll();

        connector.opened(S0, 12);
        group.poll();
        group.clock.addAndGet(1_000);
        group.poll();

        assertThat(group.commits).isEmpty();
        assertThat(connector.calls).last().asString().startsWith("stop " + S0);
    }

    @Test
    void shouldIgnoreSeeksOfOthersExceptWhilePartitionsAreAssigned() {
        group.whenAssigned = () -> group.consumer.seek(P0, 2);
        opened(10, P0);
        group.records(P0, 0, 5);

        group.consumer.seek(P0, 4);
        group.consumer.seek(P0, new OffsetAndMetadata(4));
        group.consumer.seekToEnd(List.of(P0));
        group.consumer.seekToBeginning(List.of(P0));

        assertThat(group.poll()).containsExactly("0-2", "0-3", "0-4");
    }

    @Test
    void shouldRefuseAssignmentByHand() {
        assertThatThrownBy(() -> group.consumer.assign(List.of(P0))).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("expected a subscription");
    }

    @Test
    void shouldPassOnEverythingElseAndItsExceptions() {
        opened(10, P0);
        group.records(P0, 0, 5);
        group.poll();

        assertThat(group.consumer.position(P0)).isEqualTo(5);
        assertThat(group.consumer.assignment()).containsExactly(P0);
        assertThat(group.consumer.subscription()).containsExactly("readings");
        group.kafka.setPollException(new KafkaException("broken"));
        assertThatThrownBy(group::poll).isInstanceOf(KafkaException.class).hasMessage("broken");
        assertThatThrownBy(() -> group.consumer.position(P1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void opened(long end, TopicPartition... partitions) {
        group.assign(end, partitions);
        group.poll();
        for (TopicPartition partition : partitions) {
            connector.opened(RecordPosition.stream("feed", "plant", partition));
        }
        group.poll();
    }
}
