package io.github.camelwallaroo.python;

import java.nio.file.Path;

/**
 * Where a module is.
 *
 * @param file absolute
 * @param name what it is imported as; with dots if it is in a package
 */
record ModuleFile(Path file, String name) {

    ModuleFile {
        file = file.toAbsolutePath().normalize();
    }

    /** The directory from which its name is looked for. */
    Path root() {
        Path root = file.getParent();
        int up = (int) name.chars().filter(c -> c == '.').count() + (isPackage() ? 1 : 0);
        for (int i = 0; i < up && root.getParent() != null; i++) {
            root = root.getParent();
        }
        return root;
    }

    private boolean isPackage() {
        return file.getFileName().toString().equals("__init__.py");
    }
}
