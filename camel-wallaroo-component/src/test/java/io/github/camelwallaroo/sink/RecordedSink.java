package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;

/**
 * A recorded conversation between a real worker and a sink.
 *
 * @param finding what was learned from it
 */
record RecordedSink(String name, String finding, List<Event> events) {

    private static final Path DIRECTORY = Path.of("src/test/resources/sink/recordings");
    private static final Pattern ABRIDGED = Pattern.compile("([0-9a-f]+)\\.\\.\\.\\((\\d+) bytes\\)");
    private static final int MAX_FRAME = 1 << 20;

    /**
     * @param connection in the order in which the worker dialled: sink1, sink2...
     * @param what       connect, &lt; from the worker, &gt; from the recorded sink, close-by-worker, close-by-connector
     * @param frame      null if it is none
     */
    record Event(String connection, String what, ConnectorFrame frame) {

        boolean isFromWorker() {
            return what.equals("<");
        }
    }

    static Stream<RecordedSink> all(String kind) {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith("-" + kind + ".txt"))
                    .sorted()
                    .map(RecordedSink::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedSink read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new RecordedSink(file.getFileName().toString().replace(".txt", ""), lines.get(0),
                    lines.stream().skip(1).map(RecordedSink::event).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Event event(String line) {
        String[] words = line.split(" ", 3);
        return new Event(words[0], words[1], words.length > 2 ? frame(bytes(words[2])) : null);
    }

    /** Long frames are recorded by their beginning and length. */
    private static byte[] bytes(String hex) {
        Matcher abridged = ABRIDGED.matcher(hex);
        if (!abridged.matches()) {
            return HexFormat.of().parseHex(hex);
        }
        return Arrays.copyOf(HexFormat.of().parseHex(abridged.group(1)), Integer.parseInt(abridged.group(2)));
    }

    private static ConnectorFrame frame(byte[] bytes) {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME, Leniency.LENIENT);
        try {
            ConnectorFrame frame = null;
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (frame == null && rest.hasRemaining()) {
                ByteBuffer buffer = decoder.buffer();
                int count = Math.min(buffer.remaining(), rest.remaining());
                buffer.put(rest.slice(rest.position(), count));
                rest.position(rest.position() + count);
                frame = decoder.next();
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recorded sink cut the connection instead of answering: as if it had done so before this came. */
    boolean isCutBeforeAnswered(int index) throws IOException {
        Event event = events.get(index);
        return event.isFromWorker()
                && twoPhaseCommit(event.frame()) instanceof Phase1
                && events.stream()
                        .skip(index + 1L)
                        .filter(next -> next.connection().equals(event.connection()))
                        .findFirst()
                        .filter(next -> next.what().equals("close-by-connector"))
                        .isPresent();
    }

    /** @return null if it is none */
    static TwoPhaseCommitMessage twoPhaseCommit(ConnectorFrame frame) throws IOException {
        return frame instanceof Message message && message.streamId().equals(StreamId.TWO_PHASE_COMMIT)
                ? TwoPhaseCommitCodec.decode(message.payload(), Leniency.LENIENT)
                : null;
    }

    @Override
    public String toString() {
        return name;
    }
}
