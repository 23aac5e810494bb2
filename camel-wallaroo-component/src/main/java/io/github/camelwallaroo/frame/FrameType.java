package io.github.camelwallaroo.frame;

/** The types of frames of generation 1. Who may send which depends on the side: see {@link #sentBySource()}. */
public enum FrameType {

    HELLO(0, true),
    OK(1, false),
    ERROR(2, true),
    NOTIFY(3, true),
    NOTIFY_ACK(4, false),
    MESSAGE(5, true),
    ACK(6, false),
    RESTART(7, false),
    EOS_MESSAGE(8, true),
    WORKERS_LEFT(9, false);

    private static final FrameType[] BY_CODE = values();

    private final int code;
    private final boolean sentBySource;

    FrameType(int code, boolean sentBySource) {
        this.code = code;
        this.sentBySource = sentBySource;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** Whether it goes from who feeds to who is fed: from a source connector to a worker, and from a worker to a sink. */
    public boolean sentBySource() {
        return sentBySource;
    }

    /** @return null if there is none */
    public static FrameType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
