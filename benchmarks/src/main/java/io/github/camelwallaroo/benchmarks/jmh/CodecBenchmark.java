package io.github.camelwallaroo.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** Bytes to frames and back, a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final int MESSAGES = 50;

    @Param({"0.5", "0.6"})
    private String protocol;

    @Param({"4", "100", "1024"})
    private int payloadSize;

    private OneWayCodec codec;
    private FrameDecoder<OneWayMessage> decoder;
    private byte[] payload;
    private byte[] frames;

    @Setup
    public void prepare() {
        codec = OneWayCodec.of(Protocol.of(protocol));
        decoder = codec.newDecoder(4 * 1024 * 1024);
        payload = new byte[payloadSize];
        frames = new byte[MESSAGES * (codec.headerLength() + payloadSize)];
        encodeIntoBatch();
    }

    /** As the source connector does: header and payload straight into the batch that is to be written. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public byte[] encodeIntoBatch() {
        int offset = 0;
        for (int i = 0; i < MESSAGES; i++) {
            codec.writeHeader(frames, offset, payload.length, 0);
            offset += codec.headerLength();
            System.arraycopy(payload, 0, frames, offset, payload.length);
            offset += payload.length;
        }
        return frames;
    }

    /** As the sink connector does, with the copy that stands for the read. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void decode(Blackhole frameTaker) throws ProtocolViolationException {
        int offset = 0;
        while (offset < frames.length) {
            ByteBuffer room = decoder.buffer();
            int length = Math.min(room.remaining(), frames.length - offset);
            room.put(frames, offset, length);
            offset += length;
            OneWayMessage frame;
            while ((frame = decoder.next()) != null) {
                frameTaker.consume(frame);
            }
        }
    }
}
