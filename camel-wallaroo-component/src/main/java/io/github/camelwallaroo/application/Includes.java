package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Which files a description includes, and by what way it came to be read itself. */
final class Includes {

    private static final int DEEPEST = 8;
    private static final int MOST = 64;

    private final List<Location> way;
    private final List<Location> read;

    private Includes(List<Location> way, List<Location> read) {
        this.way = way;
        this.read = read;
    }

    /** Of the file that was asked for. */
    static Includes from(Location root) {
        return new Includes(List.of(root), new ArrayList<>(List.of(root)));
    }

    Location location() {
        return way.get(way.size() - 1);
    }

    /** What the key {@code include} names, but for files that have been read already; what is wrong with it is found. */
    List<Includes> in(YamlSection section, Findings findings) {
        List<Includes> included = new ArrayList<>();
        for (ScalarNode entry : section.texts("include", "the path of a file, or a list of such paths")) {
            Mark place = entry.getStartMark();
            String path = entry.getValue();
            Location location = location().neighbour(path).orElse(null);
            if (location == null) {
                findings.add(place, "include '" + path + "' is no path beside " + location().text()
                        + "; expected that of a file");
            } else if (way.contains(location)) {
                findings.add(place, "include '" + path + "' leads back to where it comes from: "
                        + way.stream().map(Location::text).collect(Collectors.joining(" includes ")) + " includes "
                        + location.text() + "; remove one of them");
            } else if (way.size() > DEEPEST || read.size() >= MOST) {
                findings.add(place, "include '" + path + "' is one too many; expected at most " + DEEPEST
                        + " files on the way to it and " + MOST + " in all");
            } else if (!location.exists()) {
                findings.add(place, "include '" + path + "' was not found; looked for " + location.text()
                        + ", beside the file that includes it");
            } else if (!read.contains(location)) {
                read.add(location);
                List<Location> longer = new ArrayList<>(way);
                longer.add(location);
                included.add(new Includes(longer, read));
            }
        }
        return included;
    }
}
