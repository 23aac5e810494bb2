package io.github.camelwallaroo.source;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Tells of streams: to their listeners, the log and the metrics. In a thread that holds no lock. */
final class StreamNews {

    /** What a listener's answer, or its failure, means for its stream. */
    interface Answers {

        void rewindAnswered(SourceStream stream, boolean possible);

        void rewindFailed(SourceStream stream, Exception why);

        /** It is to be asked for again after a while. */
        void refused();
    }

    private static final Logger LOG = LoggerFactory.getLogger(StreamNews.class);

    private final String name;
    private final ConnectorMetrics metrics;
    private final Answers answers;

    StreamNews(String name, ConnectorMetrics metrics, Answers answers) {
        this.name = name;
        this.metrics = metrics;
        this.answers = answers;
    }

    void tell(StreamEvent event) {
        SourceStream stream = event.stream();
        PositionListener listener = stream.listener();
        if (event instanceof StreamEvent.Opened opened) {
            LOG.info("{}: stream '{}' is open at {}", name, stream.name(), opened.position());
            guarded(stream, () -> listener.opened(stream.name(), opened.position()));
        } else if (event instanceof StreamEvent.Acknowledged acknowledged) {
            guarded(stream, () -> listener.acknowledged(stream.name(), acknowledged.position()));
        } else if (event instanceof StreamEvent.RewindAsked asked) {
            rewind(asked);
        } else if (event instanceof StreamEvent.Gap gap) {
            metrics.increment(Metric.GAPS);
            LOG.warn("{}", gap.text());
        } else if (event instanceof StreamEvent.Covered covered) {
            LOG.info("{}", covered.text());
        } else if (event instanceof StreamEvent.Refused) {
            metrics.increment(Metric.REFUSED_STREAMS);
            answers.refused();
        } else if (event instanceof StreamEvent.RefusedForLong refused) {
            LOG.warn("{}", refused.text());
        } else if (event instanceof StreamEvent.Suspected suspected) {
            metrics.increment(Metric.SUSPECTED);
            LOG.warn("{}", suspected.text());
        } else if (event instanceof StreamEvent.Condemned condemned) {
            metrics.increment(Metric.CONDEMNED);
            LOG.error("{}", condemned.text());
        } else if (event instanceof StreamEvent.Stopped stopped) {
            metrics.increment(Metric.STOPPED_STREAMS);
            LOG.error("{}", stopped.reason());
            guarded(stream, () -> listener.stopped(stream.name(), stopped.reason()));
        } else if (event instanceof StreamEvent.Ended ended) {
            guarded(stream, () -> listener.ended(stream.name(), ended.last()));
        }
    }

    private void rewind(StreamEvent.RewindAsked asked) {
        SourceStream stream = asked.stream();
        if (asked.position().isAfter(asked.acknowledged())) {
            LOG.info(
                    "{}: the worker stands at {} in stream '{}', but this connector sent up to {} only: another had the"
                            + " stream meanwhile. The source is asked to go on there",
                    name, asked.position(), stream.name(),
                    asked.acknowledged());
        } else {
            LOG.warn(
                    "{}: the worker fell back to {} in stream '{}', though it had acknowledged up to {}; the source is asked"
                            + " to give again what lies between",
                    name, asked.position(), stream.name(), asked.acknowledged());
        }
        boolean possible;
        try {
            possible = stream.listener().rewind(stream.name(), asked.position());
        } catch (Exception e) {
            LOG.error("{}: the source of stream '{}' failed to rewind", name, stream.name(), e);
            answers.rewindFailed(stream, e);
            return;
        }
        answers.rewindAnswered(stream, possible);
    }

    private void guarded(SourceStream stream, Runnable call) {
        try {
            call.run();
        } catch (Exception e) {
            LOG.error("{}: the listener of stream '{}' failed; messages go on", name, stream.name(), e);
        }
    }
}
