package io.github.camelwallaroo.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured with one payload size: for each contender one sample a round. */
final class Series {

    private final int payloadSize;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    Series(int payloadSize) {
        this.payloadSize = payloadSize;
    }

    int payloadSize() {
        return payloadSize;
    }

    void add(String contender, Sample sample) {
        samples.computeIfAbsent(contender, any -> new ArrayList<>()).add(sample);
    }

    List<String> contenders() {
        return List.copyOf(samples.keySet());
    }

    boolean has(String contender) {
        return samples.containsKey(contender);
    }

    int messages(String contender) {
        return samples.get(contender).get(0).messages();
    }

    double median(String contender, ToDoubleFunction<Sample> value) {
        return median(samples.get(contender).stream().mapToDouble(value).toArray());
    }

    /** @return median of the ratios of a value, each of two samples of one round */
    double ratio(String contender, String peer, ToDoubleFunction<Sample> value) {
        List<Sample> ours = samples.get(contender);
        List<Sample> theirs = samples.get(peer);
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(ours.get(i)) / value.applyAsDouble(theirs.get(i));
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
