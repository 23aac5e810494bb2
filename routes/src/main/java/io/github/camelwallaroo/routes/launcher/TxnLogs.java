package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelwallaroo.routes.catalog.Spelling;
import io.github.camelwallaroo.sink.LogInUseException;
import io.github.camelwallaroo.sink.LoggedStream;
import io.github.camelwallaroo.sink.SinkSessionOptions;
import io.github.camelwallaroo.sink.TransactionOperations;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which transaction logs, and which of their streams, a command line means. */
final class TxnLogs {

    /** What every command's usage begins with. */
    static final String DIRECTORY = "DIR | --connector NAME";

    @Option(names = "--connector", paramLabel = "NAME", description = "Instead of DIR: the connector whose logs are where they are by default.")
    private String connector;

    @Parameters(arity = "0..*", paramLabel = "DIR", hideParamSyntax = true, description = "The sink's transaction log, as it says at its start; then, where it is wanted, the stream"
            + " as 'txn list' names it, and the transaction.")
    private List<String> words = new ArrayList<>();

    /** The connector's transaction logs. */
    Path directory() {
        if (connector != null) {
            return SinkSessionOptions.defaultTransactionLog(connector);
        }
        if (words.isEmpty()) {
            throw new UsageException(
                    "which transaction logs? Give their directory, which the sink says at its start, or"
                            + " --connector NAME if it is the default one");
        }
        return Path.of(words.get(0));
    }

    /** For a command line that means the same directory. */
    String directoryText() {
        String text = connector != null ? connector : words.get(0);
        String word = text.matches("[A-Za-z0-9_./:~+-]+") ? text : "'" + text + "'";
        return connector != null ? "--connector " + word : word;
    }

    /** What stands behind the directory. @param most how much may */
    List<String> rest(int most) {
        List<String> rest = connector != null ? words : words.subList(Math.min(1, words.size()), words.size());
        if (rest.size() > most) {
            throw new UsageException("'" + rest.get(most) + "' is one word too many; expected " + DIRECTORY
                    + (most > 0 ? " [STREAM]" : "") + (most > 1 ? " [TRANSACTION]" : "")
                    + (connector != null ? ", and --connector stands for the directory" : ""));
        }
        return rest;
    }

    /** Opens them, which no running sink allows. */
    TransactionOperations open() throws IOException {
        Path directory = directory();
        if (!TransactionOperations.isTransactionLog(directory)) {
            throw new UsageException(directory + " is no directory of transaction logs" + hint(directory));
        }
        try {
            return TransactionOperations.open(directory);
        } catch (LogInUseException e) {
            throw new UsageException("the sink that has its transaction logs in " + directory
                    + " is running; stop it first (while it runs, its health check tells how its streams stand)", e);
        }
    }

    private static String hint(Path directory) {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        if (parent != null && TransactionOperations.isTransactionLog(parent)) {
            return "; did you mean " + parent + "? Its name is that of one stream in there";
        }
        List<String> beside = parent == null ? List.of() : logsIn(parent);
        String meant = Spelling.closest(String.valueOf(directory.getFileName()), beside).orElse(null);
        if (meant != null) {
            return "; did you mean " + parent.resolve(meant) + "?";
        }
        List<String> inside = logsIn(directory);
        if (!inside.isEmpty()) {
            return "; these in it are: " + String.join(", ", inside);
        }
        return beside.isEmpty()
                ? "; the sink says at its start where they are"
                : "; beside it there are " + String.join(", ", beside);
    }

    private static List<String> logsIn(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(TransactionOperations::isTransactionLog)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The log that a user means: by its own name, with or without the hash at its end, or by the stream's. */
    static String find(TransactionOperations logs, String word) throws IOException {
        List<String> names = logs.names();
        List<String> begun = names.stream().filter(name -> name.startsWith(word + ".")).toList();
        if (begun.size() == 1) {
            return begun.get(0);
        }
        List<String> known = new ArrayList<>(names);
        for (String name : names) {
            Optional<String> stream = stream(logs, name);
            if (name.equals(word) || stream.isPresent() && stream.get().equals(word)) {
                return name;
            }
            stream.ifPresent(known::add);
        }
        throw new UsageException("there is no stream '" + word + "' in these transaction logs"
                + Spelling.hint(word, known) + (names.isEmpty()
                        ? "; there is none at all"
                        : "; there are "
                                + String.join(", ", names)));
    }

    private static Optional<String> stream(TransactionOperations logs, String name) {
        try {
            LoggedStream stream = logs.show(name);
            return Optional.of(stream.identity().substring(stream.identity().indexOf('/') + 1));
        } catch (IOException e) {
            // A log that cannot be read is known by its own name only.
            return Optional.empty();
        }
    }

    /** The stream that is meant where none is named. */
    static String only(TransactionOperations logs) throws IOException {
        List<String> names = logs.names();
        if (names.size() == 1) {
            return names.get(0);
        }
        throw new UsageException(names.isEmpty()
                ? "there is no stream in these transaction logs"
                : "which stream? There are " + String.join(", ", names));
    }
}
