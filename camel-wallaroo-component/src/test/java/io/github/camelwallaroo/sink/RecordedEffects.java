package io.github.camelwallaroo.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;

/** Writes down what a session does. */
class RecordedEffects implements SinkSessionEffects {

    final List<String> sent = new ArrayList<>();
    final List<ConnectorFrame> frames = new ArrayList<>();
    final List<SinkNote> notes = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    final List<String> left = new ArrayList<>();
    String streamName;
    int commits;
    private final Supplier<SinkStream> stream;

    RecordedEffects(Supplier<SinkStream> stream) {
        this.stream = stream;
    }

    @Override
    public void send(ConnectorFrame frame) {
        frames.add(frame);
        sent.add(text(frame));
    }

    static String text(ConnectorFrame frame) {
        if (frame instanceof Message message) {
            try {
                return text(TwoPhaseCommitCodec.decode(message.payload(), Leniency.STRICT));
            } catch (ProtocolViolationException e) {
                throw new AssertionError(e);
            }
        }
        return frame instanceof Ok ? "OK" : frame.type().name();
    }

    private static String text(TwoPhaseCommitMessage message) {
        if (message instanceof Reply reply) {
            return "REPLY " + (reply.commit() ? "1 " : "0 ") + reply.transactionId();
        }
        return "REPLY_UNCOMMITTED " + ((ReplyUncommitted) message).transactionIds();
    }

    @Override
    public void close(String why) {
        closed.add(why);
    }

    @Override
    public SinkStream open(Hello hello, String name) throws StreamRefusedException {
        streamName = name;
        return stream.get();
    }

    @Override
    public void committed() {
        commits++;
    }

    @Override
    public void workersLeft(List<String> workerNames) {
        left.addAll(workerNames);
    }

    @Override
    public void say(SinkNote note, String text) {
        notes.add(note);
        texts.add(text);
    }
}
