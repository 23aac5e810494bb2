package io.github.camelwallaroo.codec;

import static io.github.camelwallaroo.codec.FieldWriter.utf8;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;

/**
 * The payloads of MESSAGE frames on stream 0 to two-phase-commit messages and back: {@code u8 tag, body}, big-endian.
 * Stateless and thread-safe. Source: rule K5.
 */
public final class TwoPhaseCommitCodec {

    private static final int LIST_UNCOMMITTED = 201;
    private static final int REPLY_UNCOMMITTED = 202;
    private static final int PHASE1 = 203;
    private static final int REPLY = 204;
    private static final int PHASE2 = 205;
    private static final int WORKERS_LEFT = 206;

    private static final int RANGE_BYTES = 3 * Long.BYTES;
    private static final String ADVICE = "; check that both sides are of the same release";

    private TwoPhaseCommitCodec() {}

    /**
     * The payload of a MESSAGE on stream 0.
     *
     * @throws IllegalArgumentException if a name is over 65535 bytes or no Unicode
     */
    public static byte[] encode(TwoPhaseCommitMessage message) {
        if (message instanceof ListUncommitted list) {
            return new FieldWriter(1 + Long.BYTES).unsignedByte(LIST_UNCOMMITTED).longValue(list.rtag()).done();
        }
        if (message instanceof ReplyUncommitted reply) {
            return named(REPLY_UNCOMMITTED, reply.rtag(), reply.transactionIds(), "transaction id");
        }
        if (message instanceof Phase1 phase1) {
            return phase1(phase1);
        }
        if (message instanceof Reply reply) {
            return decision(REPLY, reply.transactionId(), reply.commit());
        }
        if (message instanceof Phase2 phase2) {
            return decision(PHASE2, phase2.transactionId(), phase2.commit());
        }
        WorkersLeft left = (WorkersLeft) message;
        return named(WORKERS_LEFT, left.rtag(), left.workerNames(), "worker name");
    }

    /**
     * @param payload of a MESSAGE on stream 0
     * @throws ProtocolViolationException if it is none of the messages
     */
    public static TwoPhaseCommitMessage decode(byte[] payload, Leniency leniency) throws ProtocolViolationException {
        FieldReader fields = new FieldReader(payload, 0, payload.length, leniency, "two-phase-commit message", ADVICE);
        int tag = fields.unsignedByte("tag");
        TwoPhaseCommitMessage message = switch (tag) {
            case LIST_UNCOMMITTED -> new ListUncommitted(fields.longValue("rtag"));
            case REPLY_UNCOMMITTED -> new ReplyUncommitted(fields.longValue("rtag"), names(fields, "transaction id"));
            case PHASE1 -> new Phase1(fields.text("transaction id"), ranges(fields));
            case REPLY -> new Reply(fields.text("transaction id"), fields.flag("commit"));
            case PHASE2 -> new Phase2(fields.text("transaction id"), fields.flag("commit"));
            case WORKERS_LEFT -> new WorkersLeft(fields.longValue("rtag"), names(fields, "worker name"));
            default -> throw fields.violation("has the unknown tag " + tag + "; expected " + LIST_UNCOMMITTED + " to "
                    + WORKERS_LEFT);
        };
        fields.end();
        return message;
    }

    private static byte[] phase1(Phase1 phase1) {
        byte[] id = utf8(phase1.transactionId(), "transaction id");
        int count = phase1.ranges().size();
        FieldWriter writer = new FieldWriter(
                1 + Short.BYTES + id.length + Integer.BYTES + Math.multiplyExact(count, RANGE_BYTES))
                .unsignedByte(PHASE1)
                .shortBytes(id)
                .unsignedInt(count, "number of ranges");
        for (Range range : phase1.ranges()) {
            writer.longValue(range.streamId().value()).longValue(range.start()).longValue(range.end());
        }
        return writer.done();
    }

    private static byte[] decision(int tag, String transactionId, boolean commit) {
        byte[] id = utf8(transactionId, "transaction id");
        return new FieldWriter(1 + Short.BYTES + id.length + 1).unsignedByte(tag).shortBytes(id).flag(commit).done();
    }

    private static byte[] named(int tag, long rtag, List<String> names, String field) {
        List<byte[]> encoded = names.stream().map(name -> utf8(name, field)).toList();
        int size = encoded.stream().mapToInt(name -> Short.BYTES + name.length).reduce(0, Math::addExact);
        FieldWriter writer = new FieldWriter(Math.addExact(1 + Long.BYTES + Integer.BYTES, size))
                .unsignedByte(tag)
                .longValue(rtag)
                .unsignedInt(encoded.size(), "number of names");
        encoded.forEach(writer::shortBytes);
        return writer.done();
    }

    private static List<String> names(FieldReader fields, String field) throws ProtocolViolationException {
        int count = fields.count(field + "s", Short.BYTES);
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(fields.text(field));
        }
        return names;
    }

    private static List<Range> ranges(FieldReader fields) throws ProtocolViolationException {
        int count = fields.count("ranges", RANGE_BYTES);
        List<Range> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(new Range(new StreamId(fields.longValue("stream id")), fields.longValue("start"),
                    fields.longValue("end")));
        }
        return ranges;
    }
}
