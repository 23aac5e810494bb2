package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.sink.TransactionOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "One line for each worker's stream.", mixinStandardHelpOptions = true, sortOptions = false, customSynopsis = "wallaroo-connectors txn list "
        + TxnLogs.DIRECTORY
        + " [--json]", footer = {"", "Exit code 1 if a log is damaged, 2 if the sink runs or the directory is wrong."})
final class TxnListCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private TxnLogs logs;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    TxnListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        logs.rest(0);
        List<StreamEntry> entries = new ArrayList<>();
        try (TransactionOperations operations = logs.open()) {
            for (String name : operations.names()) {
                entries.add(StreamEntry.read(operations, name));
            }
        }
        if (json) {
            console.say(StreamJson.text(logs.directory(), entries));
        } else if (entries.isEmpty()) {
            console.say("no stream in " + logs.directory());
        } else {
            StreamTable.lines(entries).forEach(console::say);
        }
        return StreamEntry.exitCode(entries);
    }
}
