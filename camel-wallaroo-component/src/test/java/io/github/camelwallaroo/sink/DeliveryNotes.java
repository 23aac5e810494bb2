package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.github.camelwallaroo.testservices.faults.KillPoint;

/** An effect that happens as often as it is asked for, as that of most routes: a line for every delivery. */
final class DeliveryNotes implements SinkHandler {

    static final String NAME = "notes";

    private static final String BEGIN = "begin";

    private final FileChannel file;
    private final KillPoint point;

    DeliveryNotes(Path path, KillPoint point) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
        this.point = point;
        note(BEGIN);
    }

    private void note(String line) throws IOException {
        file.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
    }

    @Override
    public void message(ReceivedMessage message, SinkCompletion done) {
        point.step("before delivery");
        try {
            note(message.position().offset() + ":" + new String((byte[]) message.body(), UTF_8));
        } catch (IOException e) {
            done.done(e);
            return;
        }
        point.step("after delivery");
        done.done(null);
        point.step("after delivery is done");
    }

    @Override
    public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
        System.out.println(SinkProcess.WRONG + cause);
    }

    /**
     * Checks that everything came in order and nothing was left out, and that a process began no more messages back than may
     * be repeated.
     *
     * @param truth what was committed, in order
     * @return messages that came again
     */
    static int check(Path path, List<String> truth, int mostRepeated, String what) throws IOException {
        int next = 0;
        int repeated = 0;
        boolean begins = true;
        for (String line : Files.readAllLines(path)) {
            if (line.equals(BEGIN)) {
                begins = true;
                continue;
            }
            if (begins) {
                int index = truth.indexOf(line);
                assertThat(index).as("%s: %s is repeated", what, line).isBetween(next - mostRepeated, next);
                repeated += next - index;
                next = index;
                begins = false;
            }
            assertThat(next).as("%s: only what is committed is delivered", what).isLessThan(truth.size());
            assertThat(line).as("%s: in order, without a gap", what).isEqualTo(truth.get(next));
            next++;
        }
        return repeated;
    }

    /** How many of the messages were delivered at least once. */
    static int delivered(Path path, List<String> truth) throws IOException {
        List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (!lines.get(i).equals(BEGIN)) {
                return truth.indexOf(lines.get(i)) + 1;
            }
        }
        return 0;
    }
}
