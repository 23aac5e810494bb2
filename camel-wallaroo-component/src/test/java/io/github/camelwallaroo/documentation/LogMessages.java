package io.github.camelwallaroo.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the code can write to the log: the constant part of every message, read from the sources of all modules. */
final class LogMessages {

    private static final String LITERAL = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern CALL = Pattern
            .compile("LOG\\s*\\.(debug|info|warn|error)\\(\\s*(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)");
    private static final Pattern LITERALS = Pattern.compile(LITERAL);
    /** A message of placeholders and punctuation would match any line. */
    private static final int FEWEST_LETTERS = 4;

    private final List<Pattern> messages = new ArrayList<>();

    LogMessages() {
        for (String source : Sources.below("src/main")) {
            Matcher call = CALL.matcher(source);
            while (call.find()) {
                add(call.group(1).toUpperCase(Locale.ROOT), text(call.group(2)));
            }
        }
    }

    private static String text(String concatenation) {
        return LITERALS.matcher(concatenation)
                .results()
                .map(literal -> literal.group().substring(1, literal.group().length() - 1).translateEscapes())
                .collect(Collectors.joining());
    }

    private void add(String level, String message) {
        if (message.chars().filter(Character::isLetter).count() >= FEWEST_LETTERS) {
            String regex = Stream.of(message.split("\\{}", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            messages.add(Pattern.compile(level + " " + regex));
        }
    }

    /** Whether the code has a message that reads so, with values in the place of its placeholders. */
    boolean contain(String line) {
        return messages.stream().anyMatch(message -> message.matcher(line).matches());
    }
}
