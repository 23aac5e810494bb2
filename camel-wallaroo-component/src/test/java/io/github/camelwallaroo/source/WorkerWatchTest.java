package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.transport.HostPort;

/** What deserves a word, with the time set by hand. */
class WorkerWatchTest {

    private static final SessionTimes TIMES = SessionTimes.DEFAULT;

    private final List<String> heard = new ArrayList<>();
    private SessionFixture fixture = SessionFixture.resilient();
    private WorkerWatch watch = watch(true);

    private WorkerWatch watch(boolean resilience) {
        return new WorkerWatch(fixture.session, () -> new HostPort("worker", 7100), resilience, TIMES);
    }

    /** Looks once a second for so long. */
    private void pass(long millis) {
        for (long end = fixture.now + millis; fixture.now < end; fixture.now += TIMES.tick()) {
            String line = watch.look(fixture.now);
            if (line != null) {
                heard.add(line);
            }
        }
    }

    @Test
    void shouldNameThePossibleCausesOnceWhenTheWorkerIsSilent() {
        fixture.session.connected(fixture.now);
        pass(TIMES.silence());
        assertThat(heard).isEmpty();
        pass(10 * TIMES.silence());
        assertThat(heard).singleElement()
                .asString()
                .startsWith("worker:7100 took the connection and has said nothing for 10 s")
                .contains("rolling back")
                .contains("ten connections")
                .contains("older generation")
                .contains("port");

        fixture.receive(new Ok(10));
        pass(1_000);
        fixture.cut();
        fixture.session.connected(fixture.now);
        pass(2 * TIMES.silence());
        assertThat(heard).as("again, after it was over").hasSize(2);
    }

    @Test
    void shouldSuspectAWorkerWithoutResilienceWhenNoPositionEverComes() {
        fixture.streaming(10).opened("s", PointOfReference.NONE);
        pass(TIMES.noPosition());
        assertThat(heard).isEmpty();
        pass(10 * TIMES.noPosition());
        assertThat(heard).singleElement()
                .asString()
                .contains("acknowledged nothing for 60 s")
                .contains("resilience=on")
                .contains("resilience=false")
                .contains("sinks");
    }

    @Test
    void shouldSayThatCheckpointsStoppedWhenPositionsNoLongerCome() throws StreamException {
        SourceStream stream = fixture.streaming(10).opened("s", PointOfReference.NONE);
        fixture.accept(stream, 1);
        fixture.ack(stream, 1);
        pass(2 * TIMES.noPosition());
        assertThat(heard).singleElement().asString().contains("Its checkpoints have stopped");
        fixture.ack(stream, 1);
        pass(TIMES.noPosition());
        assertThat(heard).hasSize(1);
        pass(TIMES.noPosition());
        assertThat(heard).as("again, after it was over").hasSize(2);
    }

    @Test
    void shouldSayNothingWhenPositionsComeOrNoStreamIsOpen() throws StreamException {
        fixture.streaming(10);
        pass(3 * TIMES.noPosition());
        SourceStream stream = fixture.opened("s", PointOfReference.NONE);
        fixture.accept(stream, 1);
        for (int i = 0; i < 5; i++) {
            pass(TIMES.noPosition() - 2_000);
            fixture.ack(stream, 1);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldSayThatTheWorkerGrantsNoCreditWhenMessagesWait() throws StreamException {
        SourceStream stream = fixture.streaming(1).opened("s", PointOfReference.NONE);
        pass(TIMES.starved() - 5_000);
        assertThat(heard).as("nothing waits").isEmpty();
        fixture.accept(stream, 1);
        pass(TIMES.starved() - 1_000);
        assertThat(heard).isEmpty();
        pass(3_000);
        assertThat(heard).singleElement().asString().contains("granted no credit for 30 s").contains("sinks");
    }

    @Test
    void shouldRecommendResilienceWhenTheWorkerHasIt() {
        fixture = SessionFixture.plain();
        watch = watch(false);
        SourceStream stream = fixture.streaming(10).opened("s", PointOfReference.NONE);
        fixture.ack(stream, PointOfReference.NONE);
        pass(60_000);
        assertThat(heard).as("one may belong to the end of a stream").isEmpty();
        for (int i = 0; i < 30; i++) {
            fixture.ack(stream, PointOfReference.NONE);
            pass(1_000);
        }
        assertThat(heard).singleElement().asString().contains("Set resilience=true");
    }
}
