package io.github.camelwallaroo.transport;

/** Bytes on their way out that can be laid straight into the batch under way. */
public interface Encodable {

    /** @return length in bytes; the same at every call */
    int encodedLength();

    /** Writes {@link #encodedLength()} bytes. Runs under the sender's lock: no blocking, no user code. */
    void encodeTo(byte[] target, int offset);
}
