package io.github.camelwallaroo.python;

import java.io.IOException;

/** An interpreter that cannot run modules. */
final class OldPythonException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param version which it is */
    OldPythonException(String version) {
        super(version);
    }
}
