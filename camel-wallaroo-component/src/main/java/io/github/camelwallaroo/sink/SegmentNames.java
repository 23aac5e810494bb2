package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which file holds which segment. */
final class SegmentNames {

    private static final Pattern SEGMENT = Pattern.compile("(\\d{19})\\.log");

    private SegmentNames() {}

    static String of(long number) {
        return String.format("%019d.log", number);
    }

    /** The numbers of the segments in a directory, in order; other files are passed over. */
    static List<Long> in(LogDirectory directory) throws IOException {
        return directory.list()
                .stream()
                .map(SEGMENT::matcher)
                .filter(Matcher::matches)
                .map(name -> Long.valueOf(name.group(1)))
                .sorted()
                .toList();
    }
}
