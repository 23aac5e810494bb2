package io.github.camelwallaroo.routes.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelled word was meant to be. */
public final class Spelling {

    private static final int SHORTEST_ABBREVIATION = 4;

    private Spelling() {}

    /** The candidate that {@code word} is most likely a slip of, if one is near enough. */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        String plain = plain(word);
        return candidates.stream()
                .filter(candidate -> abbreviates(plain, plain(candidate))
                        || distance(plain, plain(candidate)) <= allowance(candidate))
                .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
    }

    /** {@code "; did you mean X?"} or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return closest(word, candidates).map(candidate -> "; did you mean " + candidate + "?").orElse("");
    }

    // Dashes and underscores are mixed up so often that they do not count.
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean abbreviates(String word, String candidate) {
        return candidate.startsWith(word) && letters(word) >= SHORTEST_ABBREVIATION;
    }

    private static int letters(String word) {
        return word.replaceAll("^-+", "").length();
    }

    private static int allowance(String candidate) {
        int letters = letters(candidate);
        if (letters <= 3) {
            return 1;
        }
        return letters <= 7 ? 2 : 3;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
