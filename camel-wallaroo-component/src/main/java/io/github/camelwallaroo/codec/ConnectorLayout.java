package io.github.camelwallaroo.codec;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.WorkersLeft;

/** Generation 1 as its decoder sees it: {@code u8 type, body}. */
final class ConnectorLayout implements FrameLayout<ConnectorFrame> {

    private static final ConnectorLayout STRICT = new ConnectorLayout(Leniency.STRICT);
    private static final ConnectorLayout LENIENT = new ConnectorLayout(Leniency.LENIENT);
    private static final String ADVICE = "; check that the peer speaks this protocol (" + Protocol.V1.text() + ")";

    private final Leniency leniency;

    private ConnectorLayout(Leniency leniency) {
        this.leniency = leniency;
    }

    static ConnectorLayout of(Leniency leniency) {
        return leniency == Leniency.STRICT ? STRICT : LENIENT;
    }

    @Override
    public Protocol protocol() {
        return Protocol.V1;
    }

    @Override
    public int minimumTotal() {
        return 1;
    }

    @Override
    public boolean swallowsEmptyFrames() {
        return leniency == Leniency.LENIENT;
    }

    @Override
    public long totalAt(byte[] bytes, int offset) {
        return BigEndian.unsignedInt(bytes, offset);
    }

    @Override
    public ConnectorFrame read(byte[] bytes, int offset, int total) throws ProtocolViolationException {
        FieldReader fields = new FieldReader(bytes, offset, total, leniency, "frame", ADVICE);
        int code = fields.unsignedByte("type");
        FrameType type = FrameType.ofCode(code);
        if (type == null) {
            throw fields.violation("has the unknown type " + code + "; expected 0 to "
                    + (FrameType.values().length - 1));
        }
        fields.is(type + " frame");
        ConnectorFrame frame = body(type, fields);
        fields.end();
        return frame;
    }

    private static ConnectorFrame body(FrameType type, FieldReader fields) throws ProtocolViolationException {
        return switch (type) {
            case HELLO -> new Hello(fields.text("version"), fields.text("cookie"), fields.text("program name"),
                    fields.text("instance name"));
            case OK -> new Ok(fields.unsignedInt("initial credits"));
            case ERROR -> new ProtocolError(fields.prose("reason"));
            case NOTIFY -> new Notify(streamId(fields), fields.text("stream name"), position(fields));
            case NOTIFY_ACK -> new NotifyAck(fields.flag("success"), streamId(fields), position(fields));
            case MESSAGE -> new Message(streamId(fields), fields.longValue("message id"),
                    fields.longValue("event time"), fields.shortBytes("key"), fields.rest());
            case ACK -> new Ack(fields.unsignedInt("credits"), positions(fields));
            case RESTART -> new Restart(fields.remaining() == 0 ? "" : fields.longText("address"));
            case EOS_MESSAGE -> new EndOfStream(streamId(fields));
            case WORKERS_LEFT -> {
                // Nobody says what is in it, and nobody acts on it.
                fields.rest();
                yield new WorkersLeft();
            }
        };
    }

    private static List<Ack.Position> positions(FieldReader fields) throws ProtocolViolationException {
        int count = fields.count("positions", 2 * Long.BYTES);
        List<Ack.Position> positions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            positions.add(new Ack.Position(streamId(fields), position(fields)));
        }
        return positions;
    }

    private static StreamId streamId(FieldReader fields) throws ProtocolViolationException {
        return new StreamId(fields.longValue("stream id"));
    }

    private static PointOfReference position(FieldReader fields) throws ProtocolViolationException {
        return PointOfReference.of(fields.longValue("point of reference"));
    }
}
