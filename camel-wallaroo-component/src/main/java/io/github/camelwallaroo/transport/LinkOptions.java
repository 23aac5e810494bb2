package io.github.camelwallaroo.transport;

import java.time.Duration;
import java.util.List;

/**
 * How an {@link OutboundLink} finds its peer again.
 *
 * @param name                 whom log lines speak of, such as {@code source connector celsius_feed}
 * @param addresses            the peers, tried in turn
 * @param reconnectDelay       the first delay, at least 1 ms
 * @param reconnectMaxDelay    the longest delay
 * @param reconnectJitter      0 to 1: by how much of itself a delay may be shortened
 * @param reconnectMaxAttempts failed attempts in a row after which to give up; 0 = never
 * @param peer                 what is dialled, for the words of log lines
 */
public record LinkOptions(
        String name,
        List<HostPort> addresses,
        Duration reconnectDelay,
        Duration reconnectMaxDelay,
        double reconnectJitter,
        int reconnectMaxAttempts,
        PeerRole peer) {

    public LinkOptions {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address to dial; expected at least one host:port");
        }
    }

    /** Options for dialling workers. */
    public LinkOptions(String name, List<HostPort> addresses, Duration reconnectDelay, Duration reconnectMaxDelay,
            double reconnectJitter, int reconnectMaxAttempts) {
        this(name, addresses, reconnectDelay, reconnectMaxDelay, reconnectJitter, reconnectMaxAttempts,
                PeerRole.WORKER);
    }
}
