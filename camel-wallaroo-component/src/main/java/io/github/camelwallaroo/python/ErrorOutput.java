package io.github.camelwallaroo.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a process prints: passed on to our own standard error as it comes, its last lines kept for messages. */
final class ErrorOutput {

    private static final int LINES = 60;
    private static final int LONGEST_LINE = 500;

    private final InputStream in;
    private final Thread thread;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    ErrorOutput(InputStream in, String name) {
        this.in = in;
        this.thread = new Thread(this::copy, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void copy() {
        byte[] buffer = new byte[8192];
        try {
            int n;
            while ((n = in.read(buffer)) >= 0) {
                System.err.write(buffer, 0, n);
                System.err.flush();
                keep(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The process is gone, and nothing more comes.
        }
        keep("\n");
    }

    private synchronized void keep(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n') {
                if (line.length() < LONGEST_LINE) {
                    line.append(c);
                }
                continue;
            }
            if (!line.toString().isBlank()) {
                last.add(line.toString().stripTrailing());
            }
            line.setLength(0);
            if (last.size() > LINES) {
                last.remove();
            }
        }
    }

    /** The last lines of a process that has ended. */
    List<String> ofEnded() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return List.copyOf(last);
        }
    }
}
