package io.github.camelwallaroo.source;

import java.util.Locale;

import io.github.camelwallaroo.frame.Hello;

/**
 * What a worker's ERROR means: whether trying again is of use, and what may be shown of it. A worker that refuses a cookie
 * quotes the right one. Source: rule S1.
 *
 * @param permanent the worker will say the same to everything that this connector sends as it is
 * @param text      one line, without secrets, with what to do
 */
record WorkerError(boolean permanent, String text) {

    private static final int LONGEST_REASON = 200;

    static WorkerError of(String reason, Hello sent) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.startsWith("bad cookie")) {
            return new WorkerError(true, "the worker refuses the cookie"
                    + (sent.cookie().isEmpty() ? ", which is empty here" : "")
                    + "; expected the one that the worker's configuration of this source names (what it answered quotes the"
                    + " right one, and is not shown). Set the option cookie");
        }
        if (lower.contains("protocol version")) {
            return new WorkerError(true, "the worker refuses version " + sent.version() + " of the protocol (\""
                    + shown(reason, sent)
                    + "\"); expected a worker of generation 1. Set the option protocol to what the"
                    + " worker speaks");
        }
        String shown = shown(reason, sent);
        if (shown.toLowerCase(Locale.ROOT).contains("cookie")) {
            return new WorkerError(false,
                    "the worker answers with an error that speaks of a cookie; it may quote the right one"
                            + " and is not shown. Check the option cookie");
        }
        return new WorkerError(false, "the worker answers with the error \"" + shown + "\"");
    }

    /** Ends the connection that it came on. */
    void end(SessionEffects effects) {
        if (permanent) {
            effects.rejected(text);
        } else {
            effects.close(text);
        }
    }

    private static String shown(String reason, Hello sent) {
        String shown = sent.cookie().isEmpty() ? reason : reason.replace(sent.cookie(), "***");
        shown = shown.replaceAll("\\p{Cntrl}", " ");
        return shown.length() <= LONGEST_REASON ? shown : shown.substring(0, LONGEST_REASON) + "...";
    }
}
