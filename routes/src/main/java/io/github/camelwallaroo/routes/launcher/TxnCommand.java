package io.github.camelwallaroo.routes.launcher;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "txn", description = "Look into the transaction logs of a stopped sink, and settle what worker and sink cannot settle by themselves.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", footer = {
        "", "'wallaroo-connectors txn COMMAND --help' tells more."})
final class TxnCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private TxnCommand() {}

    /** With all that can be done. @param terminal who is asked before a log is changed */
    static CommandLine commandLine(Console console, Confirmation terminal) {
        CommandLine txn = new CommandLine(new TxnCommand());
        txn.addSubcommand(new TxnListCommand(console));
        txn.addSubcommand(new TxnShowCommand(console));
        txn.addSubcommand(new TxnCommitCommand(console, terminal));
        txn.addSubcommand(new TxnAbortCommand(console, terminal));
        txn.addSubcommand(new TxnAdoptCommand(console, terminal));
        txn.addSubcommand(new TxnResetCommand(console, terminal));
        return txn;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "there is no command behind txn; expected one of "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
