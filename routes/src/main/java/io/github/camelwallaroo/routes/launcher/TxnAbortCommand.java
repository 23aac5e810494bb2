package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import picocli.CommandLine.Command;

@Command(name = "abort", description = "Decide in the worker's place that an undecided transaction does not count.", mixinStandardHelpOptions = true, sortOptions = false, customSynopsis = "wallaroo-connectors txn abort "
        + TxnLogs.DIRECTORY + " [STREAM] [TRANSACTION] [--yes]", footer = {"", TxnChangeCommand.EXIT_CODES})
final class TxnAbortCommand extends TxnChangeCommand {

    TxnAbortCommand(Console console, Confirmation terminal) {
        super(console, terminal);
    }

    @Override
    int words() {
        return 2;
    }

    @Override
    Plan plan(StreamEntry entry, List<String> rest) {
        UndecidedTransaction it = UndecidedTransaction.of(entry, rest);
        return new Plan(
                it.text() + " will be forgotten and never delivered. If the worker decided otherwise, it goes on"
                        + " at byte " + it.end() + " and will be found ahead of byte " + it.start(),
                (operations, name) -> operations.abort(name, it.id()));
    }
}
