package io.github.camelwallaroo.transport;

import java.util.List;

/**
 * Which address to dial: the configured ones in turn, and before them one that a peer has asked for. Not thread-safe:
 * guarded by whoever dials.
 */
final class AddressPool {

    private final List<HostPort> configured;
    private int index;
    private HostPort learned;

    /** @param configured at least one */
    AddressPool(List<HostPort> configured) {
        this.configured = configured;
    }

    HostPort current() {
        return learned != null ? learned : configured.get(index);
    }

    /** The current address cannot be reached: the next one is tried. What a peer asked for is forgotten then. */
    void failed() {
        if (learned != null) {
            learned = null;
        } else {
            index = (index + 1) % configured.size();
        }
    }

    /** A peer asked to be dialled there from now on. */
    void learned(HostPort address) {
        learned = address.equals(configured.get(index)) ? null : address;
    }
}
