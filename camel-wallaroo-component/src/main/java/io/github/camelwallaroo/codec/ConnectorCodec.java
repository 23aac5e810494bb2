package io.github.camelwallaroo.codec;

import static io.github.camelwallaroo.codec.FieldWriter.utf8;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;

/**
 * Frames of generation 1 to bytes and back: {@code u32be length, u8 type, body}. Stateless and thread-safe. Source: the
 * table of frames in the protocol's description; every byte is checked against what the reference library writes.
 */
public final class ConnectorCodec {

    /** Largest frame that a real worker takes from a connector, in bytes after the length field; more gets a TCP reset. */
    public static final int WORKER_FRAME_LIMIT = 16 * 1024;

    /** Bytes of a MESSAGE after the length field that are neither key nor payload. */
    public static final int MESSAGE_HEADER = 1 + 3 * Long.BYTES + Short.BYTES;

    /** The longest key, in bytes. */
    public static final int LONGEST_KEY = 0xffff;

    private static final int LENGTH_FIELD = FrameLayout.LENGTH_FIELD;
    private static final int MESSAGE_ID_OFFSET = LENGTH_FIELD + 1 + Long.BYTES;
    private static final int POSITION_BYTES = 2 * Long.BYTES;

    private ConnectorCodec() {}

    /**
     * The frame as it goes over the wire, the length field included.
     *
     * @throws IllegalArgumentException if a field does not fit: text over 65535 bytes or no Unicode, a number over 2^32-1
     */
    public static byte[] encode(ConnectorFrame frame) {
        return switch (frame.type()) {
            case HELLO -> hello((Hello) frame);
            case OK -> frame(FrameType.OK, Integer.BYTES)
                    .unsignedInt(((Ok) frame).initialCredits(), "initial credits")
                    .done();
            case ERROR -> {
                byte[] reason = utf8(((ProtocolError) frame).reason(), "reason");
                yield frame(FrameType.ERROR, Short.BYTES + reason.length).shortBytes(reason).done();
            }
            case NOTIFY -> notification((Notify) frame);
            case NOTIFY_ACK -> {
                NotifyAck answer = (NotifyAck) frame;
                yield frame(FrameType.NOTIFY_ACK, 1 + POSITION_BYTES)
                        .flag(answer.success())
                        .longValue(answer.streamId().value())
                        .longValue(answer.pointOfReference().value())
                        .done();
            }
            case MESSAGE -> {
                Message message = (Message) frame;
                yield encodeMessage(message.streamId().value(), message.messageId(), message.eventTime(), message.key(),
                        message.payload());
            }
            case ACK -> ack((Ack) frame);
            case RESTART -> {
                byte[] address = FieldWriter.wellFormed(((Restart) frame).address(), "address");
                yield frame(FrameType.RESTART, Integer.BYTES + address.length)
                        .unsignedInt(address.length, "length of address")
                        .raw(address)
                        .done();
            }
            case EOS_MESSAGE -> frame(FrameType.EOS_MESSAGE, Long.BYTES)
                    .longValue(((EndOfStream) frame).streamId().value())
                    .done();
            case WORKERS_LEFT -> frame(FrameType.WORKERS_LEFT, 0).done();
        };
    }

    /**
     * A whole MESSAGE frame, made with one allocation.
     *
     * @param streamId  unsigned
     * @param messageId unsigned
     * @param eventTime milliseconds since the epoch, 0 = none
     * @param key       at most {@link #LONGEST_KEY} bytes, copied; null or empty = none
     * @param payload   the application's bytes, copied
     * @throws IllegalArgumentException if the key or the frame is too long for their length fields
     */
    public static byte[] encodeMessage(long streamId, long messageId, long eventTime, byte[] key, byte[] payload) {
        int keyLength = key == null ? 0 : key.length;
        if (keyLength > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "key of " + keyLength + " bytes is too long for protocol 1; expected at most "
                            + LONGEST_KEY + " bytes");
        }
        int length = messageLength(keyLength, payload.length);
        byte[] frame = new byte[LENGTH_FIELD + length];
        BigEndian.putInt(frame, 0, length);
        frame[LENGTH_FIELD] = (byte) FrameType.MESSAGE.code();
        BigEndian.putLong(frame, LENGTH_FIELD + 1, streamId);
        BigEndian.putLong(frame, MESSAGE_ID_OFFSET, messageId);
        BigEndian.putLong(frame, MESSAGE_ID_OFFSET + Long.BYTES, eventTime);
        BigEndian.putShort(frame, MESSAGE_ID_OFFSET + 2 * Long.BYTES, keyLength);
        int at = LENGTH_FIELD + MESSAGE_HEADER;
        if (keyLength > 0) {
            System.arraycopy(key, 0, frame, at, keyLength);
        }
        System.arraycopy(payload, 0, frame, at + keyLength, payload.length);
        return frame;
    }

    /** What the length field of a MESSAGE says for a key and a payload of so many bytes. */
    public static int messageLength(int keyLength, int payloadLength) {
        long length = (long) MESSAGE_HEADER + keyLength + payloadLength;
        if (length > LengthFramedCodec.LARGEST_FRAME - LENGTH_FIELD) {
            throw new IllegalArgumentException("payload of " + payloadLength + " bytes and key of " + keyLength
                    + " bytes do not fit a frame of protocol 1");
        }
        return (int) length;
    }

    /**
     * Gives an encoded MESSAGE another id.
     *
     * @param frame what {@link #encodeMessage} gave; changed in place
     * @param id    unsigned
     * @throws IllegalArgumentException if the frame is no MESSAGE
     */
    public static void patchMessageId(byte[] frame, long id) {
        if (frame.length < LENGTH_FIELD + MESSAGE_HEADER || frame[LENGTH_FIELD] != FrameType.MESSAGE.code()) {
            throw new IllegalArgumentException("frame of " + frame.length
                    + " bytes is no MESSAGE of protocol 1; expected what encodeMessage gave");
        }
        BigEndian.putLong(frame, MESSAGE_ID_OFFSET, id);
    }

    /**
     * A decoder for one connection.
     *
     * @param maxFrameSize largest length field accepted, in bytes
     * @throws IllegalArgumentException if the limit would refuse every frame or exceed what an array can hold
     */
    public static FrameDecoder<ConnectorFrame> newDecoder(int maxFrameSize, Leniency leniency) {
        return FrameDecoder.of(ConnectorLayout.of(leniency), maxFrameSize);
    }

    private static FieldWriter frame(FrameType type, int bodyLength) {
        return new FieldWriter(LENGTH_FIELD + 1 + bodyLength)
                .unsignedInt(1L + bodyLength, "length")
                .unsignedByte(type.code());
    }

    private static byte[] hello(Hello hello) {
        byte[] version = utf8(hello.version(), "version");
        byte[] cookie = utf8(hello.cookie(), "cookie");
        byte[] program = utf8(hello.programName(), "program name");
        byte[] instance = utf8(hello.instanceName(), "instance name");
        return frame(FrameType.HELLO,
                4 * Short.BYTES + version.length + cookie.length + program.length + instance.length)
                .shortBytes(version)
                .shortBytes(cookie)
                .shortBytes(program)
                .shortBytes(instance)
                .done();
    }

    private static byte[] notification(Notify notification) {
        byte[] name = utf8(notification.streamName(), "stream name");
        return frame(FrameType.NOTIFY, Long.BYTES + Short.BYTES + name.length + Long.BYTES)
                .longValue(notification.streamId().value())
                .shortBytes(name)
                .longValue(notification.pointOfReference().value())
                .done();
    }

    private static byte[] ack(Ack ack) {
        int count = ack.positions().size();
        FieldWriter writer = frame(FrameType.ACK, 2 * Integer.BYTES + Math.multiplyExact(count, POSITION_BYTES))
                .unsignedInt(ack.credits(), "credits")
                .unsignedInt(count, "number of positions");
        for (Ack.Position position : ack.positions()) {
            writer.longValue(position.streamId().value()).longValue(position.pointOfReference().value());
        }
        return writer.done();
    }
}
