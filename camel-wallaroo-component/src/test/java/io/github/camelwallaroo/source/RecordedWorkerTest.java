package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.PointOfReference;

/** What real workers said, said to a session. */
class RecordedWorkerTest {

    static Stream<RecordedConversation> conversations() {
        return RecordedConversation.all().stream();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void shouldSendNothingIllegalWhateverARealWorkerSaid(RecordedConversation conversation) {
        conversation.play();
        assertThat(conversation.sides).isNotEmpty();
    }

    @Test
    void shouldHaveTheConversationsThatAreToBePlayed() {
        assertThat(RecordedConversation.all()).hasSizeGreaterThan(100);
    }

    /** Everything is acknowledged in the end (S3, S7). */
    @ParameterizedTest
    @ValueSource(strings = {
            "source-normal-10-8-res", "source-normal-200-100-res", "source-max1-refill1-res",
            "source-order-of-500-in-one-write-res",
            "source-max10-refill0-no-credit-respected-res", "source-empty-payload-res", "source-frame-length-16384-res"
    })
    void shouldCompleteEverythingWhenAResilientWorkerAcknowledgesIt(String name) {
        RecordedConversation.Side side = RecordedConversation.of(name).play().only();
        assertThat(side.outcomes).isNotEmpty();
        side.outcomes.forEach((message, outcome) -> assertThat(outcome.isDone()).as(message).isTrue());
        assertThat(side.session.positionsHeard()).isPositive();
    }

    /** As a connector of a worker without resilience: written is all there is (S7). */
    @ParameterizedTest
    @ValueSource(strings = {"source-normal-10-8-plain", "source-normal-200-100-plain",
            "source-cut-unacked-reconnect-plain"})
    void shouldCompleteEverythingByWritingItWhenTheWorkerHasNoResilience(String name) {
        RecordedConversation.Side side = RecordedConversation.of(name).play().only();
        assertThat(side.outcomes).isNotEmpty();
        side.outcomes.forEach((message, outcome) -> assertThat(outcome.isDone()).as(message).isTrue());
        assertThat(side.session.positionsHeard()).isZero();
    }

    @Test
    void shouldSendAgainWhatNoCheckpointCoveredAtEveryCut() {
        RecordedConversation conversation = RecordedConversation.of("source-cut-unacked-reconnect-res").play();
        RecordedConversation.Side side = conversation.only();
        assertThat(side.sent.stream().filter(Message.class::isInstance).map(frame -> ((Message) frame).messageId()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 8L);
        assertThat(conversation.stream("cut").acknowledged()).isEqualTo(PointOfReference.of(7));
        assertThat(side.outcomes.get("cut:7").isDone()).isTrue();
        assertThat(side.outcomes.get("cut:8").isPending()).isTrue();
    }

    @Test
    void shouldEndAStreamAndOpenItAgainAtItsLastId() {
        RecordedConversation.Side side = RecordedConversation.of("source-eos-reopen-res").play().only();
        assertThat(side.events).filteredOn(StreamEvent.Ended.class::isInstance)
                .extracting(event -> ((StreamEvent.Ended) event).last())
                .containsExactly(PointOfReference.of(30), PointOfReference.of(40));
        assertThat(side.outcomes.get("eosA:40").isDone()).isTrue();
    }

    @Test
    void shouldEndAStreamWithoutMessages() {
        RecordedConversation.Side side = RecordedConversation.of("source-eos-without-messages-res").play().only();
        assertThat(side.events).contains(new StreamEvent.Ended(ended(side), PointOfReference.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source-restart-address-localhost-res", "source-restart-address-0_0_0_0-res"})
    void shouldFollowRestart(String name) {
        String address = name.contains("localhost") ? "localhost:27100" : "0.0.0.0:27100";
        assertThat(ends(RecordedConversation.of(name).play())).contains("reconnect: " + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source-wrong-cookie-res", "source-empty-cookie-plain"})
    void shouldBeRejectedForTheCookieAndNotShowIt(String name) {
        assertThat(ends(RecordedConversation.of(name).play())).singleElement()
                .asString()
                .startsWith("rejected: ")
                .doesNotContain("Dragons");
    }

    @Test
    void shouldBeRejectedForTheVersion() {
        assertThat(ends(RecordedConversation.of("source-wrong-version-res").play())).singleElement()
                .asString()
                .startsWith("rejected: ")
                .contains("v0.0.1");
    }

    @Test
    void shouldWaitWhenAStreamIsOpenOnAnotherConnection() {
        RecordedConversation conversation = RecordedConversation.of("source-notify-same-stream-second-connection-res")
                .play();
        assertThat(conversation.sides.stream().flatMap(side -> side.events.stream()))
                .hasAtLeastOneElementOfType(StreamEvent.Refused.class)
                .doesNotHaveAnyElementsOfTypes(StreamEvent.Stopped.class);
    }

    private static SourceStream ended(RecordedConversation.Side side) {
        return side.events.stream()
                .filter(StreamEvent.Ended.class::isInstance)
                .map(StreamEvent::stream)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ends(RecordedConversation conversation) {
        return conversation.sides.stream().flatMap(side -> side.ends.stream()).toList();
    }
}
