package io.github.camelwallaroo.routes.launcher;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Asks whoever sits at the terminal. */
@FunctionalInterface
interface Confirmation {

    /** @return empty if nobody sits there */
    Optional<Boolean> ask(String question);

    /** At the terminal of this process. Only "y" and "yes" are a yes. */
    static Optional<Boolean> atTerminal(String question) {
        Console console = System.console();
        if (console == null || !isTerminal(console)) {
            return Optional.empty();
        }
        String answer = console.readLine("%s [y/N] ", question);
        return Optional.of(answer != null && answer.strip().matches("(?i)y|yes"));
    }

    // From Java 22 on there is a console without a terminal, too.
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
