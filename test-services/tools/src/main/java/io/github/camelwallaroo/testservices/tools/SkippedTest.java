package io.github.camelwallaroo.testservices.tools;

/**
 * One test, or several of one class that were skipped together.
 *
 * @param reason    one line
 * @param className without its package
 * @param tests     how many; parameters that nobody got to see count as one
 */
record SkippedTest(String reason, String className, long tests) {

    SkippedTest {
        reason = reason.strip().replaceAll("\\s+", " ");
    }

    static SkippedTest parse(String line) {
        String[] parts = line.split("\t");
        return new SkippedTest(parts[2], parts[1], Long.parseLong(parts[0]));
    }

    String line() {
        return tests + "\t" + className + "\t" + reason;
    }
}
