package io.github.camelwallaroo.routes.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** Seattle's lowest and highest temperature of every day from 2012 to 2015; the file says whose measurements they are. */
final class Weather implements Readings {

    private final BufferedReader lines = new BufferedReader(new InputStreamReader(
            Weather.class.getResourceAsStream("seattle-weather.csv"), StandardCharsets.UTF_8));
    private final Queue<Reading> day = new ArrayDeque<>();

    @Override
    public Reading next() throws IOException {
        if (day.isEmpty()) {
            String line = lines.readLine();
            while (line != null && !Character.isDigit(line.charAt(0))) {
                line = lines.readLine();
            }
            if (line != null) {
                String[] columns = line.split(",");
                day.add(new Reading(columns[0] + " low ", Float.parseFloat(columns[1])));
                day.add(new Reading(columns[0] + " high", Float.parseFloat(columns[2])));
            }
        }
        return day.poll();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
