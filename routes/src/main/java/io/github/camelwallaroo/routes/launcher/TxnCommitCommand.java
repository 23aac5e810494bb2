package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import picocli.CommandLine.Command;

@Command(name = "commit", description = "Decide in the worker's place that an undecided transaction counts.", mixinStandardHelpOptions = true, sortOptions = false, customSynopsis = "wallaroo-connectors txn commit "
        + TxnLogs.DIRECTORY + " [STREAM] [TRANSACTION] [--yes]", footer = {"", TxnChangeCommand.EXIT_CODES})
final class TxnCommitCommand extends TxnChangeCommand {

    TxnCommitCommand(Console console, Confirmation terminal) {
        super(console, terminal);
    }

    @Override
    int words() {
        return 2;
    }

    @Override
    Plan plan(StreamEntry entry, List<String> rest) {
        UndecidedTransaction it = UndecidedTransaction.of(entry, rest);
        return new Plan(it.text() + " will count, and be delivered when the sink is started. If the worker decided"
                + " otherwise, it goes on at byte " + it.start() + " and will be found behind byte " + it.end(),
                (operations, name) -> operations.commit(name, it.id()));
    }
}
