package io.github.camelwallaroo.worker.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.worker.checkpoint.UnreadableException;
import io.github.camelwallaroo.worker.checkpoint.UnsavableException;

class StateFormatTest {

    /** As most people write them: private fields and nothing else. */
    private static final class Count {
        private long words;
        private final Map<Long, List<Instant>> seen = new TreeMap<>();
        private double mean = Double.NaN;
        private char letter = 'ä';
        private transient int cache = 7;
    }

    private record Window(List<Long> values, BigDecimal sum, Set<Colour> colours, Duration length) {}

    private enum Colour {
        RED,
        GREEN
    }

    private static StateCodec codec(Supplier<?> initial) {
        return StateCodec.of("count", initial, null, null);
    }

    private static Object roundTrip(Object state) throws Exception {
        StateCodec codec = codec(() -> state);
        return codec.decode(codec.encode(state));
    }

    @Test
    void shouldKeepPrivateFieldsOfAClassWithoutGetters() throws Exception {
        Count count = new Count();
        count.words = Long.MAX_VALUE;
        count.seen.put(5L, new ArrayList<>(List.of(Instant.ofEpochSecond(1, 999_999_999))));
        count.letter = 'ß';
        count.cache = 8;

        Count read = (Count) roundTrip(count);
        assertThat(read.words).isEqualTo(Long.MAX_VALUE);
        assertThat(read.seen).isEqualTo(count.seen);
        assertThat(read.mean).isNaN();
        assertThat(read.letter).isEqualTo('ß');
        assertThat(read.cache).as("transient").isEqualTo(7);
    }

    static Stream<Object> states() {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("a", new ArrayList<>(List.of(1L, "two", 3, 4.0, 5f)));
        nested.put("b", new HashMap<>(Map.of("x", new byte[]{1, 2})));
        nested.put("c", null);
        return Stream.of(new Window(List.of(1L, 2L), new BigDecimal("1.20"), Set.of(Colour.RED, Colour.GREEN),
                Duration.ofMillis(1500)), "text", 5L, 5, new AtomicLong(7).get(),
                new ArrayList<>(List.of(1L, 2, 3.0, "4", 'c', BigInteger.TEN, new BigDecimal("1.0"), UUID.randomUUID(),
                        Instant.now(), LocalDate.EPOCH, true, (short) 6, (byte) 7, 1.5f, Double.NaN,
                        Float.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY, 1e300)),
                new HashMap<>(Map.of("text", 1L, 2, 2, 3L, "x", 'c', 1, true, 0)),
                new TreeMap<>(Map.of(3L, "c", 1L, "a")), new HashSet<>(List.of(5L, 6L)),
                new ArrayDeque<>(List.of("a", "b")).stream().toList().size(), Colour.GREEN,
                new LinkedHashMap<>(Map.of("", "")));
    }

    @ParameterizedTest
    @MethodSource("states")
    void shouldGiveBackAnEqualStateOfTheSameClass(Object state) throws Exception {
        Object read = roundTrip(state);
        assertThat(read).isEqualTo(state).hasSameClassAs(state);
    }

    @Test
    void shouldKeepTheTypesOfElementsWhenTheyAreNotDeclared() throws Exception {
        List<Object> nested = new ArrayList<>();
        nested.add(new HashMap<>(Map.of(1L, new ArrayList<>(List.of(2L, 3, "4")))));
        nested.add(new byte[]{1, 2, 3});
        nested.add(null);

        List<?> read = (List<?>) roundTrip(nested);
        assertThat(read.get(0)).isEqualTo(nested.get(0));
        assertThat(read.get(1)).isEqualTo(new byte[]{1, 2, 3});
        assertThat(read.get(2)).isNull();
    }

    @Test
    void shouldKeepArrays() throws Exception {
        assertThat((long[]) roundTrip(new long[]{1, Long.MIN_VALUE})).containsExactly(1, Long.MIN_VALUE);
        assertThat((byte[]) roundTrip(new byte[]{-1, 0, 1})).containsExactly(-1, 0, 1);
        assertThat((String[]) roundTrip(new String[]{"a", null})).containsExactly("a", null);
        assertThat(((AtomicLong) codec(AtomicLong::new).decode(codec(AtomicLong::new).encode(new AtomicLong(9)))).get())
                .isEqualTo(9);
    }

    @Test
    void shouldKeepAnyText() throws Exception {
        Random random = new Random(40);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                text.append(random.nextBoolean() ? (char) (0xd700 + random.nextInt(0x900)) : (char) random.nextInt());
            }
            Map<String, String> state = new HashMap<>(Map.of(text.toString(), text + "?"));
            assertThat(roundTrip(state)).isEqualTo(state);
        }
        String long_ = "x".repeat(30_000_000);
        assertThat(roundTrip(long_)).isEqualTo(long_);
    }

    private static final class NoConstructor {
        private final int size;

        NoConstructor(int size) {
            this.size = size;
        }

        @Override
        public String toString() {
            return String.valueOf(size);
        }
    }

    private final class Inner {
        private int count;

        @Override
        public String toString() {
            return count + toString();
        }
    }

    private static final class WithOptional {
        private final Optional<String> last = Optional.of("x");

        @Override
        public String toString() {
            return last.toString();
        }
    }

    private static final class Cycle {
        private Cycle self = this;

        @Override
        public String toString() {
            return String.valueOf(self == this);
        }
    }

    private static final class Hides {
        private Object any = new NoConstructor(1);

        @Override
        public String toString() {
            return any.toString();
        }
    }

    private static final class ByRecord {
        private final Map<Window, Long> counts = new HashMap<>();

        @Override
        public String toString() {
            return counts.toString();
        }
    }

    private static final class Growing {
        private final Deque<String> log = new ArrayDeque<>();
        private int size;

        Growing() {
            log.add("made");
        }

        void setSize(int size) {
            this.size = size + 1;
        }
    }

    private enum Nothing {}

    Stream<Supplier<?>> unsupported() {
        return Stream.of(() -> new NoConstructor(1), () -> new Inner(), WithOptional::new, Cycle::new, Hides::new,
                ByRecord::new, BitSet::new, Object::new, Random::new,
                () -> new ArrayList<>(List.of(new Window(List.of(), BigDecimal.ONE, Set.of(), Duration.ZERO))),
                () -> new HashMap<>(Map.of(new Window(List.of(), BigDecimal.ONE, Set.of(), Duration.ZERO), 1)),
                () -> null, () -> {
                    throw new IllegalStateException("no state today");
                });
    }

    @Test
    void shouldRefuseStatesThatWouldNotComeBackAtOnce() {
        unsupported().forEach(initial -> assertThatThrownBy(() -> codec(initial))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the states of 'count'")
                .hasMessageContaining("cannot be kept in checkpoints: ")
                .hasMessageContaining("KeyedState.format(...)"));
        assertThat(Nothing.values()).isEmpty();
    }

    @Test
    void shouldGoByFieldsNotBySetters() throws Exception {
        Growing growing = new Growing();
        growing.setSize(4);
        growing.log.add("more");

        Growing read = (Growing) roundTrip(growing);
        assertThat(read.size).isEqualTo(5);
        assertThat(read.log).containsExactly("made", "more");
    }

    @Test
    void shouldRefuseAStateThatTurnsOutToBeOfAnotherClassWithoutQuotingIt() {
        StateCodec codec = codec(ArrayList::new);
        assertThatThrownBy(() -> codec.encode(new ArrayList<>(List.of("secret", new NoConstructor(4711)))))
                .isInstanceOf(UnsavableException.class)
                .hasMessageContaining("a state of 'count'")
                .hasMessageContaining(NoConstructor.class.getName())
                .hasMessageContaining("type is not declared")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "4711"));
        assertThatThrownBy(() -> codec.encode(new ArrayDeque<>())).isInstanceOf(UnsavableException.class)
                .hasMessageContaining("it is a java.util.ArrayDeque; expected a java.util.ArrayList");
    }

    @Test
    void shouldRefuseBytesOfAnotherClassWithoutQuotingThem() {
        StateCodec codec = codec(Count::new);
        for (String bytes : List.of("{\"words\":\"secret\"}", "{\"unknown\":\"secret\"}", "secret", "", "null", "[1]",
                "{\"seen\":{\"secret\":[]}}")) {
            assertThatThrownBy(() -> codec.decode(bytes.getBytes(UTF_8))).as(bytes)
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("'count'")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    @Test
    void shouldNeverMakeAnObjectOfAClassThatTheBytesName() {
        StateCodec codec = codec(ArrayList::new);
        for (String name : List.of("java.util.Date", "javax.swing.JEditorPane", "io.github.camelwallaroo.X", "file")) {
            String bytes = "[[\"" + name + "\",\"x\"]]";
            assertThatThrownBy(() -> codec.decode(bytes.getBytes(UTF_8))).isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void shouldKeepWhatTheConstructorGaveWhenAFieldWasAddedSince() throws Exception {
        Count read = (Count) codec(Count::new).decode("{\"words\":5}".getBytes(UTF_8));
        assertThat(read.words).isEqualTo(5);
        assertThat(read.letter).isEqualTo('ä');
    }

    /** Writes a text length by hand. */
    private record Lengths(String name) implements StateFormat<StringBuilder> {

        @Override
        public byte[] encode(StringBuilder state) {
            return state.toString().getBytes(UTF_8);
        }

        @Override
        public StringBuilder decode(byte[] bytes) {
            return new StringBuilder(new String(bytes, UTF_8));
        }
    }

    @Test
    void shouldUseAFormatOfTheApplications() throws Exception {
        StateCodec codec = StateCodec.of("text", StringBuilder::new, new Lengths("lengths-1"), null);
        assertThat(codec.formatName()).isEqualTo("lengths-1");
        assertThat(codec.decode(codec.encode(new StringBuilder("abc")))).hasToString("abc");
    }

    @Test
    void shouldRefuseAFormatThatForgets() {
        StateFormat<Count> forgetful = new StateFormat<>() {
            @Override
            public String name() {
                return "forgetful";
            }

            @Override
            public byte[] encode(Count state) {
                return String.valueOf(System.identityHashCode(state)).getBytes(UTF_8);
            }

            @Override
            public Count decode(byte[] bytes) {
                return new Count();
            }
        };
        assertThatThrownBy(() -> StateCodec.of("count", Count::new, forgetful, null))
                .hasMessageContaining("what is read back differs from what was written");
    }
}
