package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

import io.github.camelwallaroo.frame.Message05;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** Generation 0.5: {@code u32le total, u16le metaLength, partition (UTF-8), i64le sequence, payload}. */
final class Codec05 extends LengthFramedCodec {

    static final Codec05 INSTANCE = new Codec05();

    private static final int META_LENGTH_FIELD = Short.BYTES;
    private static final int LONGEST_PARTITION = 0xffff - Long.BYTES;
    private static final ByteBuffer NO_PARTITION = ByteBuffer.allocate(0);

    private Codec05() {}

    @Override
    public Protocol protocol() {
        return Protocol.V0_5;
    }

    @Override
    public int minimumTotal() {
        return META_LENGTH_FIELD + Long.BYTES;
    }

    @Override
    public void writeHeader(byte[] target, int offset, int payloadLength, long eventTime) {
        LittleEndian.putInt(target, offset, totalFor(minimumTotal(), payloadLength));
        LittleEndian.putShort(target, offset + LENGTH_FIELD, Long.BYTES);
        LittleEndian.putLong(target, offset + LENGTH_FIELD + META_LENGTH_FIELD, Message05.NO_SEQUENCE);
    }

    @Override
    public int encodedLength(OneWayMessage frame) {
        Message05 message = message(frame);
        return LENGTH_FIELD + totalFor(minimumTotal() + partition(message).remaining(), message.payload().length);
    }

    @Override
    public byte[] encode(OneWayMessage frame) {
        Message05 message = message(frame);
        ByteBuffer partition = partition(message);
        int partitionLength = partition.remaining();
        byte[] payload = message.payload();
        int total = totalFor(minimumTotal() + partitionLength, payload.length);
        byte[] encoded = new byte[LENGTH_FIELD + total];
        LittleEndian.putInt(encoded, 0, total);
        LittleEndian.putShort(encoded, LENGTH_FIELD, partitionLength + Long.BYTES);
        int at = LENGTH_FIELD + META_LENGTH_FIELD;
        partition.get(encoded, at, partitionLength);
        LittleEndian.putLong(encoded, at + partitionLength, message.sequence());
        System.arraycopy(payload, 0, encoded, at + partitionLength + Long.BYTES, payload.length);
        return encoded;
    }

    @Override
    public OneWayMessage read(byte[] bytes, int offset, int total) throws ProtocolViolationException {
        int metaLength = LittleEndian.unsignedShort(bytes, offset);
        int longest = total - META_LENGTH_FIELD;
        if (metaLength < Long.BYTES || metaLength > longest) {
            throw new ProtocolViolationException(ProtocolViolationException.Kind.UNDECODABLE,
                    "frame of " + total + " bytes claims " + metaLength
                            + " bytes of metadata; expected " + Long.BYTES + " to " + longest
                            + "; check that the peer speaks this protocol (" + protocol().text() + ")");
        }
        int at = offset + META_LENGTH_FIELD;
        int sequenceAt = at + metaLength - Long.BYTES;
        // Malformed UTF-8 is replaced: receivers drop the partition, so it must not cost anyone the payload.
        String partition = metaLength == Long.BYTES ? "" : new String(bytes, at, sequenceAt - at, UTF_8);
        return new Message05(partition, LittleEndian.longAt(bytes, sequenceAt),
                Arrays.copyOfRange(bytes, sequenceAt + Long.BYTES, offset + total));
    }

    private Message05 message(OneWayMessage frame) {
        if (frame instanceof Message05 message) {
            return message;
        }
        throw foreign(frame, Message05.class);
    }

    private static ByteBuffer partition(Message05 message) {
        if (message.partition().isEmpty()) {
            return NO_PARTITION;
        }
        ByteBuffer encoded;
        try {
            encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(message.partition()));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("partition of " + message.partition().length()
                    + " characters cannot be written as UTF-8; expected text without unpaired surrogates", e);
        }
        if (encoded.remaining() > LONGEST_PARTITION) {
            throw new IllegalArgumentException("partition of " + encoded.remaining()
                    + " bytes is too long for protocol 0.5; expected at most " + LONGEST_PARTITION + " bytes of UTF-8");
        }
        return encoded;
    }
}
