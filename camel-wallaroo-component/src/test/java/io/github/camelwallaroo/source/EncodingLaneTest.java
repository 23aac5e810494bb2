package io.github.camelwallaroo.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.NotSentException;

@Timeout(60)
class EncodingLaneTest {

    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final Batches encoder = new Batches();
    private final RecordingLink link = new RecordingLink();
    private MessageInlet lane;

    @BeforeEach
    void open() {
        MessageEncoding encoding = new MessageEncoding(
                SourceOptions.of("feed", new HostPort("127.0.0.1", 1), Protocol.V0_6), encoder, metrics);
        lane = MessageInlet.of("feed", encoding, link, ConnectorThreads.daemons());
    }

    @AfterEach
    void close() {
        encoder.permits.release(1_000_000);
        link.room.release(1_000_000);
        lane.stop(Duration.ofSeconds(10));
    }

    @Test
    void shouldEncodeTogetherWhatComesWhileTheEncoderIsBusy() throws Exception {
        Outcomes outcomes = new Outcomes();
        lane.write(SourceMessage.of("0"), outcomes);
        await().until(() -> encoder.calls.size() == 1);

        for (int i = 1; i < 100; i++) {
            assertThat(lane.write(SourceMessage.of(Integer.toString(i)), outcomes)).isFalse();
        }
        encoder.permits.release(2);

        await().until(() -> outcomes.all.size() == 100);
        assertThat(encoder.calls).extracting(List::size).containsExactly(1, 99);
        assertThat(link.sent).containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        assertThat(outcomes.all).containsOnly("done");
    }

    @Test
    void shouldFailOneMessageAloneAndABatchAsAWhole() throws Exception {
        Outcomes outcomes = new Outcomes();
        encoder.permits.release(10);

        lane.write(SourceMessage.of("a"), outcomes);
        lane.write(SourceMessage.of("bad"), outcomes);
        lane.writeAll(List.of(SourceMessage.of("b"), SourceMessage.of("bad"), SourceMessage.of("c")), outcomes);
        lane.writeAll(List.of(SourceMessage.of("d"), SourceMessage.of("e")), outcomes);

        await().until(() -> outcomes.all.size() == 4);
        assertThat(link.sent).containsExactly("a", "d", "e");
        assertThat(outcomes.all).containsExactly("done", "bad is not encoded",
                "message 1 (counted from 0) of a batch of 3 cannot be encoded, so none of them is sent: bad is not encoded",
                "done");
        assertThat(metrics.get(Metric.REJECTED)).isEqualTo(2);
    }

    @Test
    void shouldHoldTheCallerWhenThereIsNoRoom() throws Exception {
        Outcomes outcomes = new Outcomes();
        lane.write(SourceMessage.of("first"), outcomes);
        await().until(() -> encoder.calls.size() == 1);
        CountDownLatch written = new CountDownLatch(4097);
        Thread caller = new Thread(() -> {
            try {
                for (int i = 0; i < 4097; i++) {
                    lane.write(SourceMessage.of("x"), outcomes);
                    written.countDown();
                }
            } catch (Exception e) {
                outcomes.all.add(e.toString());
            }
        });
        caller.start();

        await().until(() -> caller.getState() == Thread.State.WAITING);
        assertThat(written.getCount()).isEqualTo(1);
        encoder.permits.release(10);

        written.await();
        await().until(() -> outcomes.all.size() == 4098);
        assertThat(outcomes.all).containsOnly("done");
    }

    @Test
    void shouldNotWaitForItselfWhenACompletionWritesTheNext() throws Exception {
        Outcomes outcomes = new Outcomes();
        encoder.permits.release(1_000_000);
        Completion again = failure -> {
            for (int i = 0; i < 5_000; i++) {
                write("more", outcomes);
            }
        };

        lane.write(SourceMessage.of("first"), again);

        await().until(() -> outcomes.all.size() == 5_000);
        assertThat(link.sent).hasSize(5_001);
    }

    private void write(String body, Completion completion) {
        try {
            lane.write(SourceMessage.of(body), completion);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldHaveHandedOnEverythingWhenTheLinkIsAskedFor() throws Exception {
        Outcomes outcomes = new Outcomes();
        encoder.permits.release(1_000_000);
        for (int i = 0; i < 1_000; i++) {
            lane.write(SourceMessage.of("x"), outcomes);
        }

        assertThat(lane.drained()).isSameAs(link);

        assertThat(link.sent).hasSize(1_000);
    }

    @Test
    void shouldHandOnWhatItHasAndTakeNothingMoreWhenItStops() throws Exception {
        Outcomes outcomes = new Outcomes();
        encoder.permits.release(1_000_000);
        for (int i = 0; i < 100; i++) {
            lane.write(SourceMessage.of("x"), outcomes);
        }

        lane.stop(Duration.ofSeconds(30));

        assertThat(outcomes.all).hasSize(100).containsOnly("done");
        assertThat(link.stopped).isTrue();
        assertThatThrownBy(() -> lane.write(SourceMessage.of("late"), outcomes)).isInstanceOf(NotSentException.class);
    }

    @Test
    void shouldGiveBackWhatTheLinkDoesNotTakeWhenItStops() throws Exception {
        Outcomes outcomes = new Outcomes();
        encoder.permits.release(1_000_000);
        link.room.drainPermits();
        for (int i = 0; i < 100; i++) {
            lane.write(SourceMessage.of("x"), outcomes);
        }

        lane.stop(Duration.ofMillis(1));

        assertThat(outcomes.all).hasSize(100).containsOnly("the link has stopped");
    }

    @Test
    void shouldGiveBackThoseWhoLeave() throws Exception {
        Outcomes outcomes = new Outcomes();
        Outcomes leaving = new Outcomes();
        leaving.leaving = true;
        lane.write(SourceMessage.of("0"), outcomes);
        await().until(() -> encoder.calls.size() == 1);
        lane.write(SourceMessage.of("1"), leaving);
        lane.write(SourceMessage.of("2"), outcomes);

        lane.giveBackToLeaving();

        assertThat(leaving.all).containsExactly("source connector feed stops before the message was sent");
        encoder.permits.release(10);
        await().until(() -> outcomes.all.size() == 2);
        assertThat(link.sent).containsExactly("0", "2");
    }

    private static final class Outcomes implements Completion {

        private final List<String> all = new CopyOnWriteArrayList<>();
        private volatile boolean leaving;

        @Override
        public void completed(Exception failure) {
            all.add(failure == null ? "done" : failure.getMessage());
        }

        @Override
        public boolean isLeaving() {
            return leaving;
        }
    }

    /** Takes many at once, each time when it is permitted. */
    private static final class Batches implements Encoder {

        private final Semaphore permits = new Semaphore(0);
        private final List<List<?>> calls = new CopyOnWriteArrayList<>();

        @Override
        public byte[] encode(Object body) throws ConversionException {
            if (body.equals("bad")) {
                throw new ConversionException("bad is not encoded");
            }
            return body.toString().getBytes(UTF_8);
        }

        @Override
        public List<Converted<byte[]>> encodeAll(List<?> bodies, List<String> keys) {
            calls.add(List.copyOf(bodies));
            permits.acquireUninterruptibly();
            return Encoder.super.encodeAll(bodies, keys);
        }

        @Override
        public boolean encodesInBatches() {
            return true;
        }
    }

    private static final class RecordingLink implements SourceLink {

        private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
        private final Semaphore room = new Semaphore(1_000_000);
        private volatile boolean stopped;

        @Override
        public boolean send(SourceMessage message, byte[] key, byte[] payload, Completion completion)
                throws NotSentException {
            room.acquireUninterruptibly();
            if (stopped) {
                throw new NotSentException("the link has stopped");
            }
            sent.add(new String(payload, UTF_8));
            return true;
        }

        @Override
        public boolean sendAll(List<EncodedMessage> messages, Completion completion) {
            messages.forEach(message -> sent.add(new String(message.payload(), UTF_8)));
            return true;
        }

        @Override
        public void stop(Duration timeout) {
            stopped = true;
            room.release(1_000_000);
        }

        @Override
        public void start() {}

        @Override
        public SourceStreams streams() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean awaitConnected(Duration timeout) {
            return true;
        }

        @Override
        public LinkStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SourceHealth health() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void giveBackToLeaving() {}
    }
}
