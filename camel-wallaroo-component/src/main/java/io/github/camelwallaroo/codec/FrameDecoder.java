package io.github.camelwallaroo.codec;

import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.ProtocolViolationException.Kind;
import io.github.camelwallaroo.frame.Frame;

/**
 * Turns one connection's bytes into frames. The transport reads into {@link #buffer()} and then takes frames with
 * {@link #next()} until it gives null:
 *
 * <pre>{@code
 * ByteBuffer room = decoder.buffer();
 * int read = input.read(room.array(), room.position(), room.remaining());
 * room.position(room.position() + read);
 * for (F frame = decoder.next(); frame != null; frame = decoder.next()) { ... }
 * }</pre>
 *
 * One per connection, not thread-safe, no socket. Its memory follows the bytes that arrived, never what a length field
 * claims: it starts with 8 KiB, doubles up to 256 KiB while reads fill it, and above that only as far as the frame it
 * holds a part of, giving the difference back afterwards. After a failure it is dead: every later {@link #next()} fails
 * alike.
 */
public final class FrameDecoder<F extends Frame> {

    static final int INITIAL_CAPACITY = 8 * 1024;
    static final int FLOOD_CAPACITY = 256 * 1024;

    private static final int LENGTH_FIELD = FrameLayout.LENGTH_FIELD;

    private final FrameLayout<F> layout;
    private int maxFrameSize;
    /** Bytes received end at its position; those before {@link #consumed} are done with. */
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_CAPACITY);
    private int consumed;
    private boolean framesSeen;
    /** A frame of length 0 was swallowed: what arrives next has no length field. */
    private boolean unframed;
    private ProtocolViolationException failure;

    private FrameDecoder(FrameLayout<F> layout, int maxFrameSize) {
        this.layout = layout;
        this.maxFrameSize = maxFrameSize;
    }

    /** @throws IllegalArgumentException if the limit would refuse every frame or exceed what an array can hold */
    static <F extends Frame> FrameDecoder<F> of(FrameLayout<F> layout, int maxFrameSize) {
        check(layout, maxFrameSize);
        return new FrameDecoder<>(layout, maxFrameSize);
    }

    private static void check(FrameLayout<?> layout, int maxFrameSize) {
        int largest = LengthFramedCodec.LARGEST_FRAME - LENGTH_FIELD;
        if (maxFrameSize < layout.minimumTotal() || maxFrameSize > largest) {
            throw new IllegalArgumentException("maxFrameSize " + maxFrameSize + " is not usable with protocol "
                    + layout.protocol().text() + "; expected " + layout.minimumTotal() + " to " + largest + " bytes");
        }
    }

    /**
     * Another limit for the frames that {@link #next()} has not given yet: for who trusts a peer more once it has introduced
     * itself.
     *
     * @throws IllegalArgumentException if it would refuse every frame or exceed what an array can hold
     */
    public void limit(int bytes) {
        check(layout, bytes);
        maxFrameSize = bytes;
    }

    /**
     * Where to read into: a buffer backed by an array, with at least one byte between position and limit. Whoever reads
     * advances its position by the bytes read. It is valid until the next call.
     *
     * @throws IllegalStateException if it is full of frames that {@link #next()} was not asked for: growing for them would
     *                               let memory depend on the reader's patience
     */
    public ByteBuffer buffer() {
        int held = buffer.position() - consumed;
        boolean full = !buffer.hasRemaining();
        if (full && buffer.capacity() < FLOOD_CAPACITY) {
            resize(2 * buffer.capacity());
        } else if (buffer.capacity() > FLOOD_CAPACITY && needed() <= FLOOD_CAPACITY && held < FLOOD_CAPACITY) {
            resize(FLOOD_CAPACITY);
        } else if (held == 0) {
            buffer.clear();
            consumed = 0;
        } else if (full || consumed >= held) {
            // Moving no more than was consumed since the last move keeps the cost per byte constant.
            compact();
        }
        if (!buffer.hasRemaining()) {
            growForFrame();
        }
        return buffer;
    }

    /**
     * The next frame, its payload in an array of its own.
     *
     * @return null if more bytes are needed
     * @throws ProtocolViolationException if the bytes are no frame of this generation, or a frame over maxFrameSize
     */
    public F next() throws ProtocolViolationException {
        if (failure != null) {
            throw new ProtocolViolationException(failure.kind(), failure.getMessage());
        }
        int held = buffer.position() - consumed;
        if (unframed) {
            return held == 0 ? null : takeUnframed(held);
        }
        if (held < LENGTH_FIELD) {
            return null;
        }
        long total = layout.totalAt(buffer.array(), consumed);
        if (total == 0 && layout.swallowsEmptyFrames()) {
            consumed += LENGTH_FIELD;
            unframed = true;
            return next();
        }
        if (total < layout.minimumTotal() || total > maxFrameSize) {
            throw fail(refusal(total));
        }
        if (held < LENGTH_FIELD + total) {
            return null;
        }
        return take(LENGTH_FIELD, (int) total);
    }

    private F takeUnframed(int held) throws ProtocolViolationException {
        unframed = false;
        return take(0, held);
    }

    private F take(int lengthField, int total) throws ProtocolViolationException {
        F frame;
        try {
            frame = layout.read(buffer.array(), consumed + lengthField, total);
        } catch (ProtocolViolationException e) {
            throw fail(e);
        }
        consumed += lengthField + total;
        framesSeen = true;
        return frame;
    }

    /** Bytes held of a frame that is not complete; what is lost if the connection ends now. */
    public int incompleteBytes() {
        return buffer.position() - consumed;
    }

    /** What the length field of the incomplete frame says, in bytes; -1 if not even that is there. */
    public long expectedFrameLength() {
        return unframed || incompleteBytes() < LENGTH_FIELD ? -1 : layout.totalAt(buffer.array(), consumed);
    }

    /** Bytes of the frame that starts here, length field included; only its length field if that is not there yet. */
    private long needed() {
        return LENGTH_FIELD + Math.max(0, expectedFrameLength());
    }

    private void growForFrame() {
        long needed = needed();
        int capacity = buffer.capacity();
        if (needed <= capacity || needed > LENGTH_FIELD + (long) maxFrameSize) {
            throw new IllegalStateException("the buffer of " + capacity
                    + " bytes is full and not all of it was asked for; call next() until it gives null before reading");
        }
        resize((int) Math.min(2L * capacity, needed));
    }

    private void compact() {
        byte[] bytes = buffer.array();
        int held = incompleteBytes();
        System.arraycopy(bytes, consumed, bytes, 0, held);
        buffer.position(held);
        consumed = 0;
    }

    private void resize(int capacity) {
        ByteBuffer resized = ByteBuffer.allocate(capacity);
        resized.put(buffer.array(), consumed, incompleteBytes());
        buffer = resized;
        consumed = 0;
    }

    private ProtocolViolationException fail(ProtocolViolationException e) {
        failure = e;
        buffer = ByteBuffer.allocate(INITIAL_CAPACITY);
        consumed = 0;
        return e;
    }

    private ProtocolViolationException refusal(long total) {
        String protocol = layout.protocol().text();
        boolean overLimit = total > maxFrameSize;
        String text = overLimit
                ? "frame of " + total + " bytes is over maxFrameSize " + maxFrameSize
                        + "; raise it on both sides, or check that the peer speaks this protocol (" + protocol + ")"
                : "frame of " + total + " bytes is under the " + layout.minimumTotal() + " bytes that every frame has"
                        + "; check that the peer speaks this protocol (" + protocol + ")";
        String hint = framesSeen
                ? ""
                : ForeignTraffic.hint(buffer.array(), consumed, total, layout.protocol(), maxFrameSize);
        return new ProtocolViolationException(overLimit ? Kind.OVER_LIMIT : Kind.UNDECODABLE, text + hint);
    }
}
