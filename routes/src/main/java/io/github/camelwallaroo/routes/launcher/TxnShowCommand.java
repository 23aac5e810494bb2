package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.sink.TransactionOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "show", description = "What one stream's log means, or all of them, and which command comes next.", mixinStandardHelpOptions = true, sortOptions = false, customSynopsis = "wallaroo-connectors txn show "
        + TxnLogs.DIRECTORY + " [STREAM] [--json]", footer = {"",
                "Exit code 1 if a log is damaged, 2 if the sink runs or a name is wrong."})
final class TxnShowCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private TxnLogs logs;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    TxnShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> rest = logs.rest(1);
        List<StreamEntry> entries = new ArrayList<>();
        try (TransactionOperations operations = logs.open()) {
            List<String> names = rest.isEmpty() ? operations.names() : List.of(TxnLogs.find(operations, rest.get(0)));
            for (String name : names) {
                entries.add(StreamEntry.read(operations, name));
            }
        }
        if (json) {
            console.say(StreamJson.text(logs.directory(), entries));
        } else if (entries.isEmpty()) {
            console.say("no stream in " + logs.directory());
        } else {
            StreamReport report = new StreamReport(logs.directoryText());
            entries.forEach(entry -> report.lines(entry).forEach(console::say));
        }
        return StreamEntry.exitCode(entries);
    }
}
