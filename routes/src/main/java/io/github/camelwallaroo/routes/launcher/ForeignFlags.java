package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.camelwallaroo.routes.catalog.Spelling;

/**
 * Judges what the command line holds beside the flags of the connector that is being started. Flags of the worker and
 * of the application's other connectors belong there and mean nothing here; a slip of the pen must not pass for one of
 * them.
 */
final class ForeignFlags {

    private final String connector;
    private final Set<String> connectors;
    private final Collection<String> ownFlags;
    private final List<String> unknown = new ArrayList<>();

    /**
     * @param connector  the connector being started, null when it is a worker
     * @param connectors all connectors of its application
     * @param ownFlags   every flag that it understands
     */
    ForeignFlags(String connector, Set<String> connectors, Collection<String> ownFlags) {
        this.connector = connector;
        this.connectors = connectors;
        this.ownFlags = ownFlags;
    }

    /**
     * Judges the arguments that are none of ours.
     *
     * @return                a warning about flags that nobody knows, if there are any
     * @throws UsageException if one of them is probably misspelled
     */
    Optional<String> judge(List<String> arguments) {
        boolean valueMayFollow = false;
        for (String argument : arguments) {
            if (isFlag(argument)) {
                judgeFlag(argument.replaceFirst("=.*", ""));
            } else if (!valueMayFollow) {
                throw new UsageException("'" + argument + "' stands alone on the command line, expected a flag"
                        + Spelling.hint("--" + argument, ownFlags));
            }
            valueMayFollow = isFlag(argument) && !argument.contains("=");
        }
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("handed on without being understood: " + String.join(" ", unknown)
                        + " (neither flags of this connector nor of a Wallaroo worker)");
    }

    // A negative number is a value.
    private static boolean isFlag(String argument) {
        return argument.length() > 1 && argument.startsWith("-") && !Character.isDigit(argument.charAt(1));
    }

    private void judgeFlag(String flag) {
        Optional<String> owner = owner(flag);
        if (owner.isPresent() && owner.get().equals(connector)) {
            throw new UsageException("unknown flag " + flag + Spelling.hint(flag, ownFlags) + " ("
                    + String.join(", ", ownFlags.stream().filter(each -> each.startsWith(prefix(connector))).toList())
                    + " are known)");
        }
        if (owner.isPresent() || WorkerFlags.contains(flag)) {
            return;
        }
        Optional<String> meant = Spelling.closest(flag, ownFlags);
        if (meant.isPresent()) {
            throw new UsageException("unknown flag " + flag + "; did you mean " + meant.get() + "?");
        }
        unknown.add(flag);
    }

    // The longest name, for one connector's name may begin another's.
    private Optional<String> owner(String flag) {
        List<String> names = new ArrayList<>(connectors);
        if (connector != null) {
            names.add(connector);
        }
        return names.stream()
                .filter(name -> flag.startsWith(prefix(name)))
                .max(Comparator.comparingInt(String::length));
    }

    private static String prefix(String name) {
        return "--" + name + "-";
    }
}
