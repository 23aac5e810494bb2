package io.github.camelwallaroo.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links between the pages, to chapters too. Those that lead elsewhere are nobody's promise and are not looked at. */
final class Links {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private Links() {}

    /** Every link whose target is not there, with the page that it stands in. */
    static List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            Matcher link = LINK.matcher(Pages.read(page));
            while (link.find()) {
                if (!link.group(1).contains("://") && !leads(page, link.group(1), link.group(2))) {
                    broken.add(Pages.ROOT.relativize(page) + " -> " + link.group());
                }
            }
        }
        return broken;
    }

    private static boolean leads(Path page, String file, String chapter) {
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(target) && (chapter == null || hasChapter(target, chapter));
    }

    private static boolean hasChapter(Path page, String chapter) {
        return HEADING.matcher(Pages.read(page))
                .results()
                .anyMatch(heading -> anchor(heading.group(1)).equals(chapter));
    }

    /** As the usual renderers make it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }
}
