package io.github.camelwallaroo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.benchmarks.contender.BenchContext;
import io.github.camelwallaroo.benchmarks.contender.Contender;
import io.github.camelwallaroo.benchmarks.contender.Contenders;
import picocli.CommandLine;

/** The harness runs; how fast anything is, no test asks. */
class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Bench()).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void shouldMoveEveryMessageOfEveryContenderWhenRunForOneRound() {
        int exitCode = run("--messages", "1000", "--sizes", "100", "--rounds", "1", "--warmups", "0");

        assertThat(exitCode).isZero();
        try (BenchContext context = new BenchContext()) {
            for (Contender contender : Contenders.all(context)) {
                int messages = (int) (1000 * contender.share());
                assertThat(out.toString()).containsPattern("(?m)^  " + contender.name() + " +" + messages + " +\\d+ ");
            }
        }
        assertThat(out.toString())
                .containsPattern("send-loop-wallaroo / send-loop-netty +100 +[\\d.]+ +[\\d.]+ +8.00  (met|NOT MET)")
                .containsPattern("receive-wallaroo / receive-ceiling +100 +[\\d.]+ +[\\d.]+ +0.80  (met|NOT MET)")
                .contains("heap behind a route of 10 us, flooded by 200 messages");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayWhatThereIsWhenNothingMatches() {
        int exitCode = run("--only", "carrier-pigeon");

        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--only carrier-pigeon matches nothing; expected parts of [send-socket,");
    }

    @Test
    void shouldRefuseARoundOfNoMessages() {
        assertThat(run("--messages", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--messages 0; expected 1 or more");
    }
}
