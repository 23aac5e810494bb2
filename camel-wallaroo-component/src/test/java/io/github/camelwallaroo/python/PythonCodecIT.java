package io.github.camelwallaroo.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.testservices.tools.RequiredTool;

class PythonCodecIT {

    @TempDir
    Path directory;

    private PythonCodec codec;
    private CodecHandle handle;

    @BeforeAll
    static void requirePython() {
        RequiredTool.PYTHON.assumeInstalled();
    }

    @AfterEach
    void close() {
        if (handle != null) {
            handle.close();
        }
    }

    private void open(String before, String encode, String decode) throws Exception {
        open(Duration.ofSeconds(60), before, encode, decode);
    }

    private void open(Duration callTimeout, String before, String encode, String decode) throws Exception {
        codec = PythonFixture.codec(directory, callTimeout, before, encode, decode);
        handle = codec.open();
    }

    private byte[] encode(Object body) throws Exception {
        return handle.encoder().orElseThrow().encode(body);
    }

    private Object decode(String payload) throws Exception {
        return handle.decoder().orElseThrow().decode(payload.getBytes(UTF_8));
    }

    /** What Python makes of a body. */
    private String repr(Object body) throws Exception {
        return new String(encode(body), UTF_8);
    }

    @Test
    void shouldGivePythonItsCounterpartOfABody() throws Exception {
        open("", "return repr(data).encode()", "return data");
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", Arrays.asList(null, true));

        assertThat(repr("21.5".getBytes(UTF_8))).isEqualTo("b'21.5'");
        assertThat(repr("Grüße")).isEqualTo("'Grüße'");
        assertThat(repr("\uD83C\uDF21")).isEqualTo("'\uD83C\uDF21'");
        assertThat(repr(new StringBuilder("x"))).isEqualTo("'x'");
        assertThat(repr((byte) -1)).isEqualTo("-1");
        assertThat(repr(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(repr(BigInteger.TEN.pow(30).negate())).isEqualTo("-1000000000000000000000000000000");
        assertThat(repr(new BigDecimal("1.10"))).isEqualTo("Decimal('1.10')");
        assertThat(repr(21.5f)).isEqualTo("21.5");
        assertThat(repr(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(repr(false)).isEqualTo("False");
        assertThat(repr(null)).isEqualTo("None");
        assertThat(repr(map)).isEqualTo("{'a': 1, 'b': [None, True]}");
        assertThat(repr(new KeyValue("k", "v"))).isEqualTo("('k', 'v')");
    }

    @Test
    void shouldGiveItsCounterpartOfWhatPythonDecodes() throws Exception {
        open("import collections, datetime, decimal", "return data", "return eval(data)");

        assertThat(decode("b'\\x00\\xff'")).isEqualTo(new byte[]{0, -1});
        assertThat(decode("bytearray(b'ab')")).isEqualTo("ab".getBytes(UTF_8));
        assertThat(decode("'Gr\\u00fc\\u00dfe'")).isEqualTo("Grüße");
        assertThat(decode("7")).isEqualTo(7L);
        assertThat(decode("-2**63")).isEqualTo(Long.MIN_VALUE);
        assertThat(decode("2**63")).isEqualTo(BigInteger.TWO.pow(63));
        assertThat(decode("-10**5000")).isEqualTo(BigInteger.TEN.pow(5000).negate());
        assertThat(decode("1.5")).isEqualTo(1.5);
        assertThat(decode("decimal.Decimal('1.10')")).isEqualTo(new BigDecimal("1.10"));
        assertThat(decode("True")).isEqualTo(true);
        assertThat(decode("None")).isNull();
        assertThat(decode("[1, 'a', None]")).isEqualTo(Arrays.asList(1L, "a", null));
        assertThat(decode("(1, 2, 3)")).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(decode("{'a': {'b': [1.0]}, 3: None}")).asString().isEqualTo("{a={b=[1.0]}, 3=null}");
        assertThat(decode("collections.OrderedDict(a=1)")).isEqualTo(Map.of("a", 1L));
        assertThat(decode("datetime.date.resolution.days")).isEqualTo(1L);
    }

    @Test
    void shouldGiveAKeyWhenPythonDecodesAPair() throws Exception {
        open("", "return data", "return eval(data)");

        assertThat(decode("('votes', 3)")).isEqualTo(new KeyValue("votes", 3L));
        assertThat(decode("(b'votes', b'x')")).isEqualTo(new KeyValue("votes", "x".getBytes(UTF_8)));
        assertThat(decode("(7, 'x')")).isEqualTo(new KeyValue("7", "x"));
        assertThat(decode("(None, 'x')")).isEqualTo(new KeyValue(null, "x"));
        assertThat(decode("([1], 'x')")).isEqualTo(List.of(List.of(1L), "x"));
        assertThat(decode("('k', ('a', 'b'))")).isEqualTo(new KeyValue("k", List.of("a", "b")));
    }

    @Test
    void shouldTakeWhatAnEncoderGivesAsBytes() throws Exception {
        open("", "return {'text': 'Grüße', 'array': bytearray(b'ab'), 'view': memoryview(b'cd')}[data]", "return data");

        assertThat(encode("text")).isEqualTo("Grüße".getBytes(UTF_8));
        assertThat(encode("array")).isEqualTo("ab".getBytes(UTF_8));
        assertThat(encode("view")).isEqualTo("cd".getBytes(UTF_8));
    }

    @Test
    void shouldSayWhatIsExpectedWhenAFunctionGivesSomethingElse() throws Exception {
        open("", "return data['x']", "return object()");

        assertThatThrownBy(() -> encode(Collections.singletonMap("x", null))).isInstanceOf(ConversionException.class)
                .hasMessage("encode gave nothing; expected bytes. Does it lack a 'return'?");
        assertThatThrownBy(() -> encode(Map.of("x", 1.5)))
                .hasMessage("encode gave a float; expected bytes, made by struct.pack or .encode() for example");
        assertThatThrownBy(() -> decode("x")).isInstanceOf(ConversionException.class)
                .hasMessageStartingWith(
                        "decode gave a object, for which there is no counterpart; expected bytes, text,");
        assertThatThrownBy(() -> encode(new Object())).isInstanceOf(ConversionException.class)
                .hasMessageContaining("java.lang.Object has no counterpart in Python");
        assertThatThrownBy(() -> encode("\uD83C")).isInstanceOf(ConversionException.class)
                .hasMessageContaining("half a surrogate pair");
    }

    @Test
    void shouldFailTheOneMessageWithItsTracebackWhenAFunctionRaises() throws Exception {
        open("def helper(data):\n    raise ValueError('reading of no sensor')",
                "if data % 1000 == 999:\n    helper(data)\nreturn b'%d' % data", "return data");
        List<Integer> bodies = IntStream.range(0, 5_000).boxed().toList();

        List<Converted<byte[]>> encoded = handle.encoder()
                .orElseThrow()
                .encodeAll(bodies, Collections.nCopies(5_000, null));

        assertThat(encoded).hasSize(5_000);
        for (int i = 0; i < 5_000; i++) {
            if (i % 1000 == 999) {
                Exception failure = encoded.get(i).failure();
                assertThat(failure).isInstanceOf(ConversionException.class)
                        .hasMessageStartingWith("encode raised ValueError: reading of no sensor at ")
                        .hasMessageEndingWith("functions.py:4");
                assertThat(PythonTraceback.of(failure)).get()
                        .asString()
                        .startsWith("Traceback (most recent call last):")
                        .contains("in encode", "in helper", "raise ValueError('reading of no sensor')")
                        .endsWith("ValueError: reading of no sensor")
                        .doesNotContain("wallaroo_host");
            } else {
                assertThat(encoded.get(i).get()).asString(UTF_8).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void shouldFailTheOneMessageWhenAFunctionEndsPython() throws Exception {
        open("import sys", "sys.exit(3) if data == 1 else None\nreturn b'x'", "return data");

        assertThatThrownBy(() -> encode(1)).hasMessageContaining("encode raised SystemExit: 3");
        long pid = codec.process().pid();
        assertThat(encode(2)).isEqualTo(new byte[]{'x'});
        assertThat(codec.process().pid()).isEqualTo(pid);
    }

    @Test
    void shouldKeepThePipeCleanWhenAFunctionPrints() throws Exception {
        open("import os, sys, ctypes",
                "print('to out')\nsys.stdout.write('more')\nos.write(1, b'raw')\n"
                        + "ctypes.CDLL(None).puts(b'from C')\nos.system('echo child')\n"
                        + "assert sys.stdin.read() == ''\nreturn data",
                "return data");

        assertThat(encode("x")).isEqualTo(new byte[]{'x'});
        assertThat(encode("y")).isEqualTo(new byte[]{'y'});
        handle.close();
    }

    @Test
    void shouldReplaceTheProcessAndFailTheOneMessageWhenAFunctionHangs() throws Exception {
        open(Duration.ofSeconds(6), "import time", "while data == 50: time.sleep(0.01)\nreturn b'%d' % data",
                "return data");
        encode(1);
        long pid = codec.process().pid();

        List<Converted<byte[]>> encoded = handle.encoder()
                .orElseThrow()
                .encodeAll(IntStream.range(0, 100).boxed().toList(), Collections.nCopies(100, null));

        assertThat(encoded).filteredOn(each -> each.failure() != null).hasSize(1);
        assertThat(encoded.get(50).failure()).isInstanceOf(ConversionException.class)
                .hasMessageContaining("encode of " + directory.resolve("functions.py")
                        + " did not return within 6000 ms, so its process was ended");
        assertThat(PythonTraceback.of(encoded.get(50).failure())).get()
                .asString()
                .as("where it hung")
                .contains("functions.py\", line", "in encode");
        assertThat(encoded.get(99).get()).asString(UTF_8).isEqualTo("99");
        assertThat(codec.process().pid()).isNotEqualTo(pid);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void shouldReplaceTheProcessWhenItIsKilled() throws Exception {
        open("", "return data", "return data");
        encode("x");
        long pid = codec.process().pid();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !codec.process().isAlive());
        assertThat(encode("y")).isEqualTo(new byte[]{'y'});
        assertThat(codec.process().pid()).isNotEqualTo(pid);
    }

    @Test
    void shouldFailTheOneMessageWhenItKillsTheProcess() throws Exception {
        open("import os", "if data == 7: os._exit(5)\nreturn b'%d' % data", "return data");

        List<Converted<byte[]>> encoded = handle.encoder()
                .orElseThrow()
                .encodeAll(IntStream.range(0, 20).boxed().toList(), Collections.nCopies(20, null));

        assertThat(encoded).filteredOn(each -> each.failure() != null).hasSize(1);
        assertThat(encoded.get(7).failure()).hasMessageContaining("lost its process, which ended with exit code 5");
    }

    @Test
    void shouldFailAllMessagesWhenNoProcessSurvivesThem() throws Exception {
        open("import os", "os._exit(5)", "return data");

        List<Converted<byte[]>> encoded = handle.encoder()
                .orElseThrow()
                .encodeAll(IntStream.range(0, 200).boxed().toList(), Collections.nCopies(200, null));

        assertThat(encoded).hasSize(200).allMatch(each -> each.failure() instanceof ConversionException);
    }

    @Test
    void shouldCarryLargeMessagesWhenTheyFitAndRefuseThemAloneWhenTheyDoNot() throws Exception {
        open("", "return data * 70 if len(data) == 1 << 20 else data", "return data");
        byte[] megabyte = new byte[1 << 20];
        byte[] tooMany = new byte[PythonCodec.LARGEST + 1];
        byte[] most = new byte[PythonCodec.LARGEST];

        List<Converted<byte[]>> encoded = handle.encoder()
                .orElseThrow()
                .encodeAll(List.of(new byte[]{1}, megabyte, tooMany, most, new byte[]{2}),
                        Collections.nCopies(5, null));

        assertThat(encoded.get(0).get()).isEqualTo(new byte[]{1});
        assertThat(encoded.get(1).failure())
                .hasMessage("the result has 73400320 bytes; expected at most 67108864");
        assertThat(encoded.get(2).failure()).hasMessageStartingWith("message of 67108865 bytes is too large");
        assertThat(encoded.get(3).get()).hasSize(PythonCodec.LARGEST);
        assertThat(encoded.get(4).get()).isEqualTo(new byte[]{2});
    }

    @Test
    void shouldGiveEachCallerItsOwnWhenManyCallAtOnce() throws Exception {
        open("", "return b'<%d>' % data", "return int(data)");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int from = t * 1_000;
                done.add(threads.submit(() -> {
                    for (int i = from; i < from + 500; i++) {
                        assertThat(encode(i)).asString(UTF_8).isEqualTo("<" + i + ">");
                        assertThat(decode(Integer.toString(i))).isEqualTo((long) i);
                    }
                    return true;
                }));
            }
            for (Future<Boolean> each : done) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldLiveUntilTheLastHandleIsClosed() throws Exception {
        open("", "return data", "return data");
        CodecHandle second = codec.open();
        long pid = codec.process().pid();

        handle.close();
        handle.close();
        assertThat(second.encoder().orElseThrow().encode("x")).isEqualTo(new byte[]{'x'});
        assertThat(codec.process().pid()).isEqualTo(pid);
        second.close();

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThatThrownBy(() -> second.encoder().orElseThrow().encode("x")).isInstanceOf(PythonException.class)
                .hasMessageEndingWith("were ended with their endpoint");
        handle = codec.open();
        assertThat(encode("z")).isEqualTo(new byte[]{'z'});
    }

    @Test
    void shouldEndWithItsEndpointWhenAFunctionHangs() throws Exception {
        Path began = directory.resolve("began");
        open("import time", "open('" + began + "', 'w').close()\ntime.sleep(1000)", "return data");
        long pid = codec.process().pid();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> failure = threads.submit(() -> catchThrowable(() -> encode("x")));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(began));

            handle.close();

            assertThat(failure.get()).isNotNull();
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldUseLibrariesInCWhenTheModuleImportsThem() throws Exception {
        open("import array\nimport zlib", "return zlib.compress(data)", "return array.array('d', [1.5, 2.5])");

        assertThat(encode(new byte[100])).hasSizeLessThan(20);
        assertThat(decode("x")).isEqualTo(List.of(1.5, 2.5));
    }

    @Test
    void shouldMakeAListWhenTheDecoderReturnsAnArrayOfNumpy() throws Exception {
        RequiredTool.NUMPY.assumeInstalled();
        open("import numpy", "return data", "return numpy.array([1.5, 2.5])");

        assertThat(decode("x")).isEqualTo(List.of(1.5, 2.5));
    }
}
