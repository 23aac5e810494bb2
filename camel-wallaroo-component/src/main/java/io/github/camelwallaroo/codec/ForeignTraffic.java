package io.github.camelwallaroo.codec;

import io.github.camelwallaroo.frame.Protocol;

/**
 * What a refused first length field looks like. A port is most often reached by the wrong peer, and the first four bytes
 * tell which; later in a connection the same bytes would be coincidence.
 */
final class ForeignTraffic {

    private static final int TLS_HANDSHAKE = 22;
    private static final int TLS_MAJOR_VERSION = 3;

    private ForeignTraffic() {}

    /**
     * A clause to append to the error, empty if the bytes resemble nothing known.
     *
     * @param total    the length field as it was read
     * @param protocol the generation that was expected
     */
    static String hint(byte[] bytes, int offset, long total, Protocol protocol, int maxFrameSize) {
        if (isText(bytes, offset)) {
            return "; the connection starts with ASCII text, as HTTP and shell tools do: is this the right port?";
        }
        if (bytes[offset] == TLS_HANDSHAKE && bytes[offset + 1] == TLS_MAJOR_VERSION) {
            return "; the connection starts like a TLS handshake: the peer has TLS on, this side has not";
        }
        long reversed = Integer.toUnsignedLong(Integer.reverseBytes((int) total));
        if (reversed == 0 || reversed > maxFrameSize) {
            return "";
        }
        return protocol == Protocol.V1
                ? "; read as little-endian the length would be " + reversed
                        + ": does the peer speak generation 0.5 or 0.6, or write its numbers in the wrong byte order?"
                : "; read as big-endian the length would be " + reversed
                        + ": does the peer speak generation 1, or write its numbers in the wrong byte order?";
    }

    private static boolean isText(byte[] bytes, int offset) {
        for (int i = offset; i < offset + FrameLayout.LENGTH_FIELD; i++) {
            boolean printable = bytes[i] >= ' ' && bytes[i] <= '~';
            if (!printable && bytes[i] != '\r' && bytes[i] != '\n' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
