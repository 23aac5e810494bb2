package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.worker.StreamRegistry.Opening;
import io.github.camelwallaroo.worker.StreamRegistry.Verdict;
import io.github.camelwallaroo.worker.checkpoint.StreamPosition;

/** Rules S4, S5, S7 and S10. */
class StreamRegistryTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final int LEADER = 0;
    private static final int OTHER = 1;

    private final Object one = new Object();
    private final Object two = new Object();
    private final StreamRegistry resilient = new StreamRegistry("feed", true, false, 10);
    private final StreamRegistry strict = new StreamRegistry("feed", true, true, 10);
    private final StreamRegistry plain = new StreamRegistry("feed", false, false, 10);

    private static PointOfReference at(long id) {
        return PointOfReference.of(id);
    }

    private static RegisteredStream opened(StreamRegistry registry, Object owner, StreamId id) {
        Opening opening = registry.open(owner, LEADER, id, "a name", PointOfReference.NONE);
        assertThat(opening.verdict()).isEqualTo(Verdict.OPENED);
        return opening.stream();
    }

    private static Verdict verdict(StreamRegistry registry, Object owner, StreamId id) {
        return registry.open(owner, LEADER, id, "a name", PointOfReference.NONE).verdict();
    }

    private static Map<Object, StreamRegistry.Covered> checkpoint(StreamRegistry registry) {
        return registry.checkpointed(registry.snapshot());
    }

    @Test
    void shouldBeginAtNoneWhenTheFirstWorkerOpensANewStreamWhateverWasOffered() {
        assertThat(resilient.open(one, LEADER, A, "a", at(50)).stream().received()).isEqualTo(PointOfReference.NONE);
    }

    @Test
    void shouldBelieveTheOfferWhenAnotherWorkerOpensAStreamThatNobodyKnows() {
        RegisteredStream stream = resilient.open(one, OTHER, A, "a", at(50)).stream();

        assertThat(stream.received()).isEqualTo(at(50));
        assertThat(stream.isNew(50)).isFalse();
        assertThat(stream.isNew(51)).isTrue();
        assertThat(plain.open(one, OTHER, A, "a", at(50)).stream().received()).isEqualTo(PointOfReference.NONE);
    }

    @Test
    void shouldKnowItsOwnPositionWhenAStreamMovesToAnotherWorker() {
        opened(resilient, one, A).processed(5);
        checkpoint(resilient);
        resilient.leave(one, Set.copyOf(resilient.streams()));

        RegisteredStream moved = resilient.open(two, OTHER, A, "a", at(0)).stream();
        assertThat(moved.received()).isEqualTo(at(5));
        assertThat(moved.worker()).isEqualTo(OTHER);
    }

    @Test
    void shouldRefuseWhenAStreamIsOpenWhoeverAsks() {
        opened(resilient, one, A);

        assertThat(verdict(resilient, one, A)).isEqualTo(Verdict.REFUSED);
        assertThat(verdict(resilient, two, A)).isEqualTo(Verdict.REFUSED);
        assertThat(verdict(resilient, two, B)).isEqualTo(Verdict.OPENED);
    }

    @Test
    void shouldRefuseWhenThereAreTooManyStreams() {
        for (int i = 0; i < 10; i++) {
            opened(resilient, one, StreamId.of("stream " + i));
        }

        assertThat(verdict(resilient, one, A)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void shouldGoOnBehindTheCheckpointWhenAConnectionEnds() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(5);
        checkpoint(resilient);
        stream.processed(8);
        resilient.leave(one, Set.of(stream));

        RegisteredStream again = opened(resilient, two, A);
        assertThat(again.received()).isEqualTo(at(5));
        assertThat(again.isNew(6)).isTrue();
    }

    @Test
    void shouldCoverWhatAnEndedConnectionLeftUnlessItIsAsForgetfulAsRealWorkers() {
        for (StreamRegistry registry : List.of(resilient, strict)) {
            RegisteredStream stream = opened(registry, one, A);
            stream.processed(7);
            checkpoint(registry);
            stream.processed(8);
            registry.leave(one, Set.of(stream));
            checkpoint(registry);
        }

        assertThat(opened(resilient, two, A).received()).isEqualTo(at(8));
        assertThat(opened(strict, two, A).received()).isEqualTo(at(7));
    }

    @Test
    void shouldForgetEverythingWhenAConnectionEndsWithoutResilience() {
        RegisteredStream stream = opened(plain, one, A);
        stream.processed(5);
        plain.leave(one, Set.of(stream));

        assertThat(opened(plain, two, A).received()).isEqualTo(PointOfReference.NONE);
    }

    @Test
    void shouldTellEachOwnerOfItsStreamsWhenACheckpointIsDurable() {
        opened(resilient, one, A).processed(3);
        opened(resilient, two, B);

        Map<Object, StreamRegistry.Covered> covered = checkpoint(resilient);
        assertThat(covered.get(one).open()).containsExactly(new Ack.Position(A, at(3)));
        assertThat(covered.get(two).open()).containsExactly(new Ack.Position(B, PointOfReference.NONE));
    }

    @Test
    void shouldTellWhatTheSnapshotSawWhenMoreCameSince() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(3);
        List<StreamPosition> snapshot = resilient.snapshot();
        stream.processed(9);
        opened(resilient, one, B);

        assertThat(resilient.checkpointed(snapshot).get(one).open()).containsExactly(new Ack.Position(A, at(3)));
        assertThat(stream.received()).isEqualTo(at(9));
    }

    @Test
    void shouldCloseAtTheNextCheckpointWhenAStreamEnds() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(30);
        assertThat(resilient.end(stream)).isFalse();
        assertThat(verdict(resilient, one, A)).isEqualTo(Verdict.REFUSED);

        StreamRegistry.Covered covered = checkpoint(resilient).get(one);
        assertThat(covered.open()).isEmpty();
        assertThat(covered.ended()).containsExactly(new Ack.Position(A, at(30)));
        assertThat(opened(resilient, two, A).received()).isEqualTo(at(30));
        assertThat(checkpoint(resilient)).doesNotContainKey(one);
    }

    @Test
    void shouldWaitForTheCheckpointAfterWhenAStreamEndsBehindASnapshot() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(30);
        List<StreamPosition> snapshot = resilient.snapshot();
        stream.processed(31);
        resilient.end(stream);

        assertThat(resilient.checkpointed(snapshot)).isEmpty();
        assertThat(checkpoint(resilient).get(one).ended()).containsExactly(new Ack.Position(A, at(31)));
    }

    @Test
    void shouldCloseWhenTheOwnerOfAnEndedStreamIsGone() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(30);
        resilient.end(stream);
        resilient.leave(one, Set.of(stream));
        assertThat(verdict(resilient, two, A)).isEqualTo(Verdict.REFUSED);

        assertThat(checkpoint(resilient)).isEmpty();
        assertThat(opened(resilient, two, A).received()).isEqualTo(at(30));
    }

    @Test
    void shouldCloseAtOnceWhenAStreamEndsWithoutResilience() {
        RegisteredStream stream = opened(plain, one, A);
        stream.processed(30);

        assertThat(plain.end(stream)).isTrue();
        assertThat(opened(plain, one, A).received()).isEqualTo(at(30));
    }

    @Test
    void shouldMakeTheNextOwnerWaitWhileACheckpointMovesTheStream() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(5);
        List<StreamPosition> snapshot = resilient.snapshot();
        resilient.leave(one, Set.of(stream));
        assertThat(verdict(resilient, two, A)).isEqualTo(Verdict.HELD);

        assertThat(resilient.checkpointed(snapshot)).isEmpty();
        assertThat(opened(resilient, two, A).received()).isEqualTo(at(5));
    }

    @Test
    void shouldGoBackWhenTheWorkerRollsBack() {
        RegisteredStream stream = opened(resilient, one, A);
        stream.processed(5);
        List<StreamPosition> durable = resilient.snapshot();
        resilient.checkpointed(durable);
        stream.processed(9);
        RegisteredStream ended = opened(resilient, one, B);
        resilient.end(ended);

        resilient.restore(durable);
        resilient.leave(one, Set.of(stream, ended));
        assertThat(opened(resilient, two, A).received()).isEqualTo(at(5));
        assertThat(resilient.open(two, OTHER, B, "b", at(7)).stream().received()).isEqualTo(at(7));
    }

    @Test
    void shouldNotTakeAStreamFromItsNewOwnerWhenAnOldOneLeavesLate() {
        RegisteredStream stream = opened(resilient, one, A);
        resilient.restore(resilient.snapshot());
        opened(resilient, two, A);

        resilient.leave(one, Set.of(stream));
        assertThat(verdict(resilient, one, A)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void shouldKnowItsStreamsAgainWhenItStartsOnWhatAnEarlierRunLeft() {
        resilient.restore(List.of(new StreamPosition("feed", A, "a", at(12))));

        assertThat(resilient.streams()).singleElement()
                .satisfies(stream -> assertThat(stream.name()).isEqualTo("a"));
        assertThat(opened(resilient, one, A).received()).isEqualTo(at(12));
    }

    @Test
    void shouldCompareIdsAsUnsignedAndTakeTheLargestForNone() {
        RegisteredStream stream = opened(resilient, one, A);
        for (long id : new long[]{0, 1, Long.MIN_VALUE, -2, -1}) {
            assertThat(stream.isNew(id)).isTrue();
            stream.processed(id);
            if (id != -1) {
                assertThat(stream.isNew(id)).isFalse();
            }
        }

        assertThat(stream.received()).isEqualTo(PointOfReference.NONE);
        assertThat(stream.isNew(1)).isTrue();
    }
}
