package io.github.camelwallaroo.application;

/** What an application is described in. */
public enum ModuleKind {

    YAML("YAML file"), JAVA("Java class"), PYTHON("Python module");

    private final String text;

    ModuleKind(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
