package io.github.camelwallaroo.routes.support.kafka;

import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.P0;
import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.P1;
import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.S0;
import static io.github.camelwallaroo.routes.support.kafka.KafkaFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.source.PositionListener;

class RebalanceTest {

    private final KafkaFixture group = new KafkaFixture();
    private final FakeConnector connector = group.connector;

    @Test
    void shouldEndTheStreamAndCommitItsLastPositionWhenThePartitionIsRevoked() {
        open(P0, P1);
        connector.acknowledged(S0, 3);

        group.assign(9, P1);

        assertThat(connector.calls).endsWith("end " + S0);
        assertThat(group.commits).containsExactly(Map.of(P0, new OffsetAndMetadata(3)));
        assertThat(group.owners.owner(S0)).isNull();
        assertThat(group.owners.owner(S1)).isNotNull();
    }

    @Test
    void shouldCommitWhatTheLastAcknowledgementSaysWhenItComesWhileThePartitionWaitsForIt() {
        open(P0);
        connector.endsAtOnce = false;
        connector.acknowledged(S0, 3);
        connector.acknowledged(S0, 8);

        group.assign(9);

        assertThat(group.commits).containsExactly(Map.of(P0, new OffsetAndMetadata(8)));
    }

    @Test
    void shouldNotOpenTheStreamAgainUntilItsEarlierAssignmentIsAcknowledged() {
        open(P0);
        connector.endsAtOnce = false;
        group.assign(9);

        group.assign(9, P0);
        group.poll();
        assertThat(connector.calls).endsWith("end " + S0);
        connector.ended(S0);
        group.poll();
        assertThat(connector.calls).endsWith("end " + S0, "open " + S0);

        connector.opened(S0, 5);
        group.records(P0, 0, 9);
        assertThat(group.poll()).containsExactly("0-5", "0-6", "0-7", "0-8");
    }

    @Test
    void shouldWaitForAnotherConsumerOfTheProcessToEndTheStream() {
        open(P0);
        KafkaFixture other = new KafkaFixture(connector, group.owners);
        other.assign(9, P0);
        other.poll();
        assertThat(connector.calls).containsExactly("open " + S0);

        group.assign(9);
        other.poll();

        assertThat(connector.calls).containsExactly("open " + S0, "end " + S0, "open " + S0);
    }

    @Test
    void shouldTryAgainWhenTheConnectorDoesNotOpenTheStreamYet() {
        open(P0);
        KafkaFixture other = new KafkaFixture(connector, new StreamOwners());
        other.assign(9, P0);
        other.poll();
        other.poll();
        assertThat(connector.calls).containsExactly("open " + S0);

        group.assign(9);
        other.poll();

        assertThat(connector.calls).endsWith("open " + S0);
    }

    @Test
    void shouldEndTheStreamAndCommitNothingWhenThePartitionIsLost() {
        open(P0);
        connector.acknowledged(S0, 3);

        group.rebalance.onPartitionsLost(List.of(P0));
        group.poll();

        assertThat(connector.calls).endsWith("end " + S0);
        assertThat(group.commits).isEmpty();
    }

    @Test
    void shouldLetThePartitionGoWhenItsLastPositionCannotBeCommitted() {
        open(P0);
        connector.acknowledged(S0, 3);
        group.commitFailure = new RebalanceInProgressException("too late");

        group.assign(9, P1);
        group.poll();

        assertThat(connector.calls).endsWith("end " + S0, "open " + S1);
    }

    @Test
    void shouldIgnoreWhatIsHeardOfAPartitionThatIsGone() {
        open(P0);
        PositionListener listener = connector.listener(S0);
        group.assign(9);
        group.commits.clear();

        listener.opened(S0, PointOfReference.of(7));
        listener.rewind(S0, PointOfReference.of(2));
        listener.stopped(S0, "late");
        group.assign(9, P0);
        group.poll();

        assertThat(group.commits).isEmpty();
        assertThat(connector.calls).endsWith("end " + S0, "open " + S0);
    }

    @Test
    void shouldForgetAPauseOfOthersWithThePartition() {
        open(P0);
        group.consumer.pause(List.of(P0));
        group.assign(9);

        open(P0);
        group.records(P0, 0, 1);

        assertThat(group.poll()).containsExactly("0-0");
    }

    @Test
    void shouldEndAllStreamsBeforeItLeavesTheGroup() {
        open(P0, P1);
        connector.acknowledged(S0, 3);
        connector.acknowledged(S1, 4);

        group.consumer.unsubscribe();

        assertThat(connector.calls).contains("end " + S0, "end " + S1);
        assertThat(group.commits)
                .containsExactly(Map.of(P0, new OffsetAndMetadata(3), P1, new OffsetAndMetadata(4)));
    }

    @Test
    void shouldEndAllStreamsBeforeItIsClosed() {
        open(P0);
        connector.acknowledged(S0, 3);

        group.consumer.close(Duration.ofSeconds(1));

        assertThat(group.commits).containsExactly(Map.of(P0, new OffsetAndMetadata(3)));
        assertThat(group.kafka.closed()).isTrue();
    }

    private void open(TopicPartition... partitions) {
        group.assign(9, partitions);
        group.poll();
        for (TopicPartition partition : partitions) {
            connector.opened(RecordPosition.stream("feed", "plant", partition));
        }
        group.poll();
    }
}
