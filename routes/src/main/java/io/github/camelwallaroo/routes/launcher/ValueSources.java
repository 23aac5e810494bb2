package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a parameter's value may come from, so that secrets need not stand on the command line: {@code @file} is the
 * file's text without its last line break, <code>{{env:NAME}}</code> an environment variable, {@code @@x} the text
 * {@code @x}, everything else itself.
 */
final class ValueSources {

    private static final Pattern ENVIRONMENT = Pattern.compile("\\{\\{env:([^}]*)}}");
    private static final long MAX_FILE_BYTES = 1024 * 1024;

    private final UnaryOperator<String> environment;

    ValueSources(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Whether everybody who sees the command line sees the value, too. */
    static boolean plain(String given) {
        return !given.startsWith("@") && !ENVIRONMENT.matcher(given).find();
    }

    /**
     * The value.
     *
     * @param  flag           for the error message
     * @param  given          as it stands on the command line
     * @throws UsageException if the file or the variable is not there
     */
    String resolve(String flag, String given) {
        if (given.startsWith("@@")) {
            return given.substring(1);
        }
        return given.startsWith("@") ? file(flag, given.substring(1)) : variables(flag, given);
    }

    private static String file(String flag, String name) {
        try {
            Path file = Path.of(name);
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UsageException(flag + ": file '" + name + "' is over " + MAX_FILE_BYTES
                        + " bytes, expected a short text");
            }
            return Files.readString(file).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new UsageException(flag + ": file '" + name + "' cannot be read (" + e.getClass().getSimpleName()
                    + "); a value that begins with @ names a file, write @@ for the character itself", e);
        }
    }

    private String variables(String flag, String given) {
        Matcher matcher = ENVIRONMENT.matcher(given);
        StringBuilder value = new StringBuilder();
        while (matcher.find()) {
            String variable = environment.apply(matcher.group(1));
            if (variable == null) {
                throw new UsageException(flag + ": environment variable '" + matcher.group(1) + "' is not set");
            }
            matcher.appendReplacement(value, Matcher.quoteReplacement(variable));
        }
        return matcher.appendTail(value).toString();
    }
}
