package io.github.camelwallaroo.routes.catalog;

/** A template or sidecar cannot be used. The message names the file, what was found and what was expected. */
public final class CatalogException extends RuntimeException {

    public CatalogException(String message) {
        super(message);
    }

    public CatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}
