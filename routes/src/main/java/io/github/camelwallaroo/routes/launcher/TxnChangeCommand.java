package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.sink.LoggedStream;
import io.github.camelwallaroo.sink.TransactionOperations;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes a log after it has said what that does, and somebody has agreed. */
abstract class TxnChangeCommand implements Callable<Integer> {

    static final String EXIT_CODES = "Exit code 1 if the answer was no, 2 if the sink runs, a name is wrong, or nobody could be"
            + " asked.";

    private static final int DECLINED = 1;

    private final Console console;
    private final Confirmation terminal;

    @Mixin
    private TxnLogs logs;

    @Option(names = {"-y", "--yes"}, description = "Do not ask.")
    private boolean yes;

    TxnChangeCommand(Console console, Confirmation terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    /**
     * Something that may be done to a log.
     *
     * @param consequence what it does, for people
     * @param action      does it
     */
    record Plan(String consequence, Action action) {}

    /** Changes a log. @see TransactionOperations */
    @FunctionalInterface
    interface Action {

        LoggedStream apply(TransactionOperations operations, String name) throws IOException;
    }

    /** How many words may stand behind the directory. */
    abstract int words();

    /**
     * What is to be done.
     *
     * @param rest what stands behind the stream
     * @throws UsageException if it cannot be done to this stream
     */
    abstract Plan plan(StreamEntry entry, List<String> rest);

    @Override
    public Integer call() throws IOException {
        List<String> rest = logs.rest(words());
        try (TransactionOperations operations = logs.open()) {
            String name = rest.isEmpty() ? TxnLogs.only(operations) : TxnLogs.find(operations, rest.get(0));
            StreamEntry entry = StreamEntry.read(operations, name);
            Plan plan = plan(entry, rest.subList(Math.min(1, rest.size()), rest.size()));
            console.say((entry.isReadable() ? entry.stream().identity() : name) + ": " + plan.consequence());
            if (!yes && !agreed()) {
                console.say("nothing was changed");
                return DECLINED;
            }
            LoggedStream changed = plan.action().apply(operations, name);
            console.say("done. It is now:");
            new StreamReport(logs.directoryText()).lines(new StreamEntry(name, changed, null)).forEach(console::say);
            return 0;
        }
    }

    private boolean agreed() {
        Optional<Boolean> answer = terminal.ask("Do that?");
        return answer.orElseThrow(() -> new UsageException("nothing was changed, since nobody can be asked: there is no"
                + " terminal; give --yes if that is what you want"));
    }
}
