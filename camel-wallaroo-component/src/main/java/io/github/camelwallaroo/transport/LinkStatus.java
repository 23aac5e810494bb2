package io.github.camelwallaroo.transport;

/**
 * What a link can say of itself at one moment.
 *
 * @param state      where it stands
 * @param peer       the peer connected to, or the one dialled next
 * @param attempts   failed attempts since the last connection
 * @param delayMillis how long until the next attempt, as decided after the last failure; 0 when connected
 * @param lastError  why the last attempt failed or the last connection ended; null if neither happened
 * @param role       what the peer is
 */
public record LinkStatus(LinkState state, String peer, long attempts, long delayMillis, String lastError,
        PeerRole role) {

    /** One sentence for a person: what is, and what to expect. */
    public String text() {
        return switch (state) {
            case CONNECTED -> "connected to " + peer;
            case CONNECTING -> "no connection to " + peer + (lastError == null ? "" : " (" + lastError + ")")
                    + (attempts == 0 ? "" : ", " + attempts + " attempts, next in at most " + delayMillis + " ms");
            case GAVE_UP -> "gave up on " + peer + " after " + attempts + " attempts (" + lastError
                    + "): see that the " + role.noun() + " runs there, then restart the " + role.owner();
            case CLOSED -> "closed";
        };
    }
}
