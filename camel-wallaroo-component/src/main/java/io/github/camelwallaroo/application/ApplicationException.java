package io.github.camelwallaroo.application;

import java.util.List;

/**
 * An application description that cannot be found or used. The message holds everything that was found wrong, each with its
 * place, what stands there and what is expected. Trying again gives the same.
 */
public class ApplicationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    public ApplicationException(String finding) {
        super(finding);
        this.findings = List.of(finding);
    }

    public ApplicationException(String finding, Throwable cause) {
        super(finding, cause);
        this.findings = List.of(finding);
    }

    ApplicationException(String source, List<String> findings) {
        super(findings.size() == 1
                ? findings.get(0)
                : source + " has " + findings.size() + " errors:\n  " + String.join("\n  ", findings));
        this.findings = List.copyOf(findings);
    }

    /** What was found wrong, one line each, beginning with {@code file:line:column} where there is one. */
    public List<String> findings() {
        return findings == null ? List.of(getMessage()) : findings;
    }
}
