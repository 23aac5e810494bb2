package io.github.camelwallaroo.routes.demo;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/** A series of temperatures. Not thread-safe. */
interface Readings extends Closeable {

    /** The next one, or null at the end. Waits for input that is still to come. */
    Reading next() throws IOException;

    @Override
    default void close() throws IOException {}

    /** 0.0, 1.0, 2.0 and so on, without end. */
    static Readings numbers() {
        return new Readings() {
            private int next;

            @Override
            public Reading next() {
                return new Reading("", next++);
            }
        };
    }

    /**
     * One number a line; empty lines and comments (#) are passed over.
     *
     * @param lines    closed with these readings
     * @param name     where they come from
     * @param complain is told of every line that is no number, which is then left out
     */
    static Readings lines(BufferedReader lines, String name, Consumer<String> complain) {
        return new Readings() {
            private int number;

            @Override
            public Reading next() throws IOException {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    String text = line.strip();
                    if (!text.isEmpty() && !text.startsWith("#")) {
                        try {
                            return new Reading("", finite(text));
                        } catch (NumberFormatException e) {
                            complain.accept(name + ", line " + number + ": '" + text
                                    + "' is left out, expected a number of degrees Celsius");
                        }
                    }
                }
                return null;
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static float finite(String text) {
        float value = Float.parseFloat(text);
        if (!Float.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }
}
