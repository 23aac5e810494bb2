package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.sink.Verdict;
import io.github.camelwallaroo.sink.WrittenLog;

class TxnCommandTest {

    private static final String STREAM = "Celsius-initializer-conversion";

    @TempDir
    private Path home;

    private final List<String> questions = new ArrayList<>();
    private StringWriter out;
    private StringWriter err;
    private Optional<Boolean> answer = Optional.empty();
    private Path directory;
    private WrittenLog log;

    @BeforeEach
    void writeLog() throws IOException {
        directory = home.resolve("conversion");
        log = new WrittenLog(directory, "conversion", STREAM).committed();
    }

    @Test
    void shouldListEachStreamOnOneLine() throws IOException {
        log.undecided().mismatch(Verdict.WORKER_BEHIND, 0);
        WrittenLog other = new WrittenLog(directory, "conversion", "other").committed();

        assertThat(txn("list")).isZero();

        assertThat(out.toString().lines().map(line -> line.split(" {2,}")).map(List::of)).containsExactly(
                List.of("STREAM", "OUTPUT OF", "EPOCH", "COMMITTED", "DELIVERED", "BACKLOG", "UNDECIDED", "MISMATCH"),
                List.of(log.name(), "conversion/" + STREAM, String.valueOf(log.epoch()), "6", "3", "3",
                        "c_id=3 [6, 11)", "WORKER_BEHIND at 0"),
                List.of(other.name(), "conversion/other", String.valueOf(other.epoch()), "6", "3", "3", "-", "-"));
    }

    @Test
    void shouldListADamagedLogWithFileAndByteAndGoOnWithTheOthers() throws IOException {
        log.damage();
        WrittenLog other = new WrittenLog(directory, "conversion", "other").committed();

        assertThat(txn("list")).isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(3)
                .anyMatch(line -> line
                        .matches(log.name() + " +damaged at byte \\d+ of " + directory.resolve(log.name())
                                + "/\\d+.log"))
                .anyMatch(line -> line.startsWith(other.name()) && line.contains("conversion/other"));

        assertThat(txn("show", log.name())).isEqualTo(1);
        assertThat(out.toString()).contains("is damaged at byte", "restored from a backup",
                "wallaroo-connectors txn reset " + directory + " " + log.name());
    }

    @Test
    void shouldSayForProgramsWhatItSaysForPeople() throws IOException {
        log.undecided().mismatch(Verdict.UNKNOWN, 8);
        new WrittenLog(directory, "conversion", "other").committed().damage();

        assertThat(txn("list", "--json")).isEqualTo(1);

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("transactionLog").asText()).isEqualTo(directory.toString());
        assertThat(json.get("streams")).hasSize(2);
        JsonNode stream = json.get("streams").get(0);
        assertThat(stream.get("name").asText()).isEqualTo(log.name());
        assertThat(stream.get("identity").asText()).isEqualTo("conversion/" + STREAM);
        assertThat(stream.get("epoch").asLong()).isEqualTo(log.epoch());
        assertThat(stream.get("committed").asLong()).isEqualTo(6);
        assertThat(stream.get("delivered").asLong()).isEqualTo(3);
        assertThat(stream.get("backlog").asLong()).isEqualTo(3);
        assertThat(stream.get("undecided")).isEqualTo(
                new ObjectMapper().readTree("{\"id\": \"c_id=3\", \"start\": 6, \"end\": 11}"));
        assertThat(stream.get("mismatch")).isEqualTo(
                new ObjectMapper().readTree("{\"verdict\": \"UNKNOWN\", \"offset\": 8}"));
        assertThat(json.get("streams").get(1).get("damagedByte").asLong()).isPositive();
        assertThat(json.get("streams").get(1).get("damagedFile").asText()).endsWith(".log");

        assertThat(txn("show", STREAM, "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get("streams")).hasSize(1);
    }

    @Test
    void shouldExplainWhatALogMeansAndWhatComesNext() throws IOException {
        assertThat(txn("show")).isZero();
        assertThat(out.toString()).contains("committed it up to byte 6", "delivered up to byte 3; 3 bytes wait",
                "Nothing to settle");

        log.undecided();
        txn("show", STREAM);
        assertThat(out.toString()).contains("Transaction c_id=3, bytes 6 to 11, was voted for",
                "txn commit " + directory + " " + log.name() + " c_id=3", "counts its 5 bytes",
                "txn abort " + directory + " " + log.name() + " c_id=3");

        log.mismatch(Verdict.WORKER_AHEAD, 40);
        txn("show", log.name());
        assertThat(out.toString()).contains("goes on at byte 40", "lost in part",
                "decide about the transaction, then", "txn adopt " + directory + " " + log.name(),
                "what lies between is never delivered", "the 3 bytes that wait included",
                "restart the worker");
    }

    @Test
    void shouldNameEveryCommandItProposesSoThatItRuns() throws IOException {
        log.undecided().mismatch(Verdict.WORKER_BEHIND, 0);
        txn("show");
        List<String> proposed = out.toString()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("wallaroo-connectors "))
                .map(line -> line.substring("wallaroo-connectors ".length()))
                .toList();
        assertThat(proposed).hasSize(4);

        answer = Optional.of(false);
        assertThat(run(proposed.get(0).split(" "))).isEqualTo(1);
        answer = Optional.of(true);
        assertThat(run(proposed.get(1).split(" "))).isZero();
        assertThat(run(proposed.get(2).split(" "))).isZero();
        assertThat(run(proposed.get(3).split(" "))).isZero();
        assertThat(questions).hasSize(4);
    }

    @Test
    void shouldCommitWhatIsUndecidedWhenSomebodyAgrees() throws IOException {
        log.undecided();
        answer = Optional.of(true);

        assertThat(txn("commit", STREAM, "c_id=3")).isZero();

        assertThat(out.toString()).contains("conversion/" + STREAM + ": transaction c_id=3, 5 bytes from byte 6 to 11",
                "it goes on at byte 6 and will be found behind byte 11", "done", "committed it up to byte 11",
                "8 bytes wait");
    }

    @Test
    void shouldAbortTheOnlyUndecidedTransactionOfTheOnlyStreamWhenNeitherIsNamed() throws IOException {
        log.undecided();

        assertThat(txn("abort", "--yes")).isZero();

        assertThat(out.toString()).contains("transaction c_id=3", "never delivered", "committed it up to byte 6");
        assertThat(questions).isEmpty();
    }

    @Test
    void shouldChangeNothingWhenTheAnswerIsNo() throws IOException {
        log.undecided();
        answer = Optional.of(false);

        assertThat(txn("commit", STREAM)).isEqualTo(1);

        assertThat(out.toString()).contains("nothing was changed");
        txn("list");
        assertThat(out.toString()).contains("c_id=3 [6, 11)");
    }

    @Test
    void shouldChangeNothingWhenNobodyCanBeAsked() throws IOException {
        log.undecided().mismatch(Verdict.WORKER_BEHIND, 0);

        for (String command : List.of("commit", "abort", "reset")) {
            assertThat(txn(command)).as(command).isEqualTo(2);
            assertThat(err.toString()).contains("nothing was changed", "--yes");
        }
        txn("list");
        assertThat(out.toString()).contains("c_id=3 [6, 11)", "WORKER_BEHIND at 0");
    }

    @Test
    void shouldAdoptThePositionWhereTheWorkerWasFound() throws IOException {
        log.mismatch(Verdict.WORKER_BEHIND, 0);

        assertThat(txn("adopt", "--yes")).isZero();

        assertThat(out.toString()).contains("up to byte 6 of epoch " + log.epoch(), "goes on at byte 0",
                "belong to a new epoch",
                "delivered again, with other message ids", "3 bytes that wait are still delivered",
                "committed it up to byte 0", "Nothing to settle");
    }

    @Test
    void shouldAdoptAPositionThatIsGivenAndRefuseToGuessOne() throws IOException {
        assertThat(txn("adopt", "--yes")).isEqualTo(2);
        assertThat(err.toString()).contains("--offset N");
        assertThat(txn("adopt", "--yes", "--offset", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("'-1', expected 0 or more");

        assertThat(txn("adopt", "--yes", "--offset", "500")).isZero();
        assertThat(out.toString()).contains("what lies between is never delivered", "committed it up to byte 500");

        new WrittenLog(directory, "conversion", "other").committed().undecided();
        assertThat(txn("adopt", "other", "--yes", "--offset", "500")).isEqualTo(2);
        assertThat(err.toString()).contains("c_id=3 of conversion/other is undecided; commit or abort it first");
    }

    @Test
    void shouldResetAndSayWhatIsLost() throws IOException {
        log.undecided();
        assertThat(txn("reset", "--yes")).isZero();
        assertThat(out.toString()).contains("3 bytes that wait will never be delivered",
                "undecided transaction c_id=3, bytes 6 to 11, will never be delivered", "beginning of a new epoch",
                "Nothing is known of the worker");
    }

    @Test
    void shouldResetADamagedLogOnly() throws IOException {
        log.undecided().damage();
        assertThat(txn("commit", "--yes")).isEqualTo(2);
        assertThat(err.toString()).contains("is damaged at byte");

        assertThat(txn("reset", "--yes")).isZero();
        assertThat(out.toString()).contains("is damaged at byte", "will be given up", "Nothing is known of the worker");
        assertThat(txn("list")).isZero();
    }

    @Test
    void shouldRefuseEverythingWhileTheSinkRuns() throws IOException {
        try (Closeable sink = WrittenLog.running(directory)) {
            for (String command : List.of("list", "show", "commit", "abort", "adopt", "reset")) {
                assertThat(txn(command)).as(command).isEqualTo(2);
                assertThat(err.toString()).contains(directory + " is running; stop it first");
            }
            assertThat(sink).isNotNull();
        }
    }

    @Test
    void shouldGuessWhatAWrongNameWasMeantToBe() throws IOException {
        log.undecided();
        assertThat(txn("show", STREAM.toLowerCase())).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean " + STREAM + "?");
        assertThat(txn("commit", STREAM, "c_id=4", "--yes")).isEqualTo(2);
        assertThat(err.toString())
                .contains("'c_id=4' of conversion/" + STREAM + " is not undecided; did you mean c_id=3?");
        assertThat(run("txn", "lsit", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean list?");
        assertThat(run("txn")).isEqualTo(2);
        assertThat(err.toString()).contains("expected one of list, show, commit, abort, adopt, reset");
        assertThat(run("txn", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("which transaction logs?");
        assertThat(txn("list", "more")).isEqualTo(2);
        assertThat(err.toString()).contains("'more' is one word too many");
    }

    @Test
    void shouldGuessWhichDirectoryWasMeantAndMakeNone() {
        assertThat(run("txn", "list", home.resolve("convresion").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean " + directory + "?");
        assertThat(run("txn", "list", home.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("these in it are: conversion");
        assertThat(run("txn", "list", directory.resolve(log.name()).toString())).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean " + directory + "?", "that of one stream");
        assertThat(run("txn", "list", "--connector", "no-such-connector-" + STREAM)).isEqualTo(2);
        assertThat(err.toString()).contains("camel-wallaroo", "no directory of transaction logs");

        assertThat(home.toFile().list()).containsExactly("conversion");
        assertThat(home.toFile().listFiles()).hasSize(1);
    }

    @Test
    void shouldTakeANameWithoutTheHashAtItsEnd() {
        assertThat(txn("show", log.name().substring(0, log.name().lastIndexOf('.')))).isZero();
        assertThat(out.toString()).contains("conversion/" + STREAM);
    }

    @Test
    void shouldWantToKnowWhichStreamWhenThereAreSeveral() throws IOException {
        WrittenLog other = new WrittenLog(directory, "conversion", "other").committed();

        assertThat(txn("reset", "--yes")).isEqualTo(2);

        assertThat(err.toString()).contains("which stream?", log.name(), other.name());
    }

    @Test
    void shouldShowHelpForEachCommand() {
        for (String command : List.of("list", "show", "commit", "abort", "adopt", "reset")) {
            assertThat(run("txn", command, "--help")).as(command).isZero();
            assertThat(out.toString()).contains("wallaroo-connectors txn " + command + " DIR | --connector NAME",
                    "Exit code");
        }
    }

    private int txn(String command, String... rest) {
        List<String> arguments = new ArrayList<>(List.of("txn", command, directory.toString()));
        arguments.addAll(List.of(rest));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return new WallarooConnectors(new Console(new PrintWriter(out), new PrintWriter(err)), this::ask)
                .run(arguments);
    }

    private Optional<Boolean> ask(String question) {
        questions.add(question);
        return answer;
    }
}
