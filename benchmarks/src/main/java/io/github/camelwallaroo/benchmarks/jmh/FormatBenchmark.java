package io.github.camelwallaroo.benchmarks.jmh;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.convert.Verification;

/** Bodies to payloads, as a producer does with its defaults, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FormatBenchmark {

    private static final Map<String, Object> BODIES = Map.of(
            "bytes", new byte[100],
            "text", "a reading of some hundred characters, or rather of not so many, since most readings are short",
            "float32", 21.5f,
            "float64", 21.5,
            "int32", 42,
            "int64", 42L,
            "json", Map.of("sensor", "roof", "celsius", 21.5),
            "key-value", new KeyValue("roof", new byte[100]));

    @Param({"bytes", "text", "float32", "float64", "int32", "int64", "json", "key-value"})
    private String format;

    private Encoder encoder;
    private Format decoder;
    private Object body;
    private byte[] payload;

    @Setup
    public void prepare() throws Exception {
        decoder = Format.of(format);
        encoder = new Verification(decoder, null, Verification.enabledByDefault(decoder));
        body = BODIES.get(format);
        payload = encoder.encode(body);
    }

    @Benchmark
    public byte[] encode() throws Exception {
        return encoder.encode(body);
    }

    @Benchmark
    public Object decode() throws Exception {
        return decoder.decode(payload);
    }
}
