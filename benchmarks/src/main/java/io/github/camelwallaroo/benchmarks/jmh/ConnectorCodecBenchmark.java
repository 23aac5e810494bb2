package io.github.camelwallaroo.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.List;
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

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;

/** Bytes to frames of generation 1 and back, a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConnectorCodecBenchmark {

    private static final int MESSAGES = 50;
    private static final long STREAM = StreamId.of("celsius_feed/node-7").value();

    @Param({"4", "100", "1024"})
    private int payloadSize;

    private FrameDecoder<ConnectorFrame> decoder;
    private byte[] payload;
    private byte[] messages;
    private byte[] acks;

    @Setup
    public void prepare() {
        decoder = ConnectorCodec.newDecoder(ConnectorCodec.WORKER_FRAME_LIMIT, Leniency.STRICT);
        payload = new byte[payloadSize];
        byte[] message = ConnectorCodec.encodeMessage(STREAM, 1, 0, null, payload);
        byte[] ack = ConnectorCodec.encode(
                new Ack(100, List.of(new Ack.Position(new StreamId(STREAM), PointOfReference.of(7)))));
        messages = new byte[MESSAGES * message.length];
        acks = new byte[MESSAGES * ack.length];
        for (int i = 0; i < MESSAGES; i++) {
            System.arraycopy(message, 0, messages, i * message.length, message.length);
            System.arraycopy(ack, 0, acks, i * ack.length, ack.length);
        }
    }

    /** As the source connector does: one array, which is kept for a replay. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void encodeMessages(Blackhole frameTaker) {
        for (int i = 0; i < MESSAGES; i++) {
            frameTaker.consume(ConnectorCodec.encodeMessage(STREAM, i, 0, null, payload));
        }
    }

    /** As a worker does, with the copy that stands for the read. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void decodeMessages(Blackhole frameTaker) throws ProtocolViolationException {
        decode(messages, frameTaker);
    }

    /** As the source connector does. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void decodeAcks(Blackhole frameTaker) throws ProtocolViolationException {
        decode(acks, frameTaker);
    }

    private void decode(byte[] bytes, Blackhole frameTaker) throws ProtocolViolationException {
        int offset = 0;
        while (offset < bytes.length) {
            ByteBuffer room = decoder.buffer();
            int length = Math.min(room.remaining(), bytes.length - offset);
            room.put(bytes, offset, length);
            offset += length;
            ConnectorFrame frame;
            while ((frame = decoder.next()) != null) {
                frameTaker.consume(frame);
            }
        }
    }
}
