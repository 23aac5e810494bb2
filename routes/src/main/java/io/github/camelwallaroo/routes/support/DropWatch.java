package io.github.camelwallaroo.routes.support;

import java.net.InetSocketAddress;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says, each time it is asked to look and only when there is news, how many datagrams the kernel dropped at one socket.
 * Any thread.
 */
final class DropWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DropWatch.class);

    private final InetSocketAddress local;
    private final KernelUdpTable table;
    private long reported;

    DropWatch(InetSocketAddress local, KernelUdpTable table) {
        this.local = local;
        this.table = table;
    }

    /** Whether this system tells about drops at all. */
    boolean possible() {
        return table.drops(local).isPresent();
    }

    /** Looks once. */
    synchronized void look() {
        OptionalLong drops = table.drops(local);
        if (drops.isPresent() && drops.getAsLong() > reported) {
            long news = drops.getAsLong() - reported;
            reported = drops.getAsLong();
            LOG.warn("The kernel dropped {} datagrams at UDP {}:{} ({} since the start): they came faster than they"
                    + " could be passed on. Raise receiveBufferSize and the kernel's limit for it"
                    + " (sysctl net.core.rmem_max), or send more slowly", news, local.getAddress().getHostAddress(),
                    local.getPort(), reported);
        }
    }

    /** Looks for the last time, before the socket is closed and the kernel forgets it. */
    synchronized void lookBack() {
        look();
        long unread = table.unreadBytes(local).orElse(0);
        if (unread > 0) {
            LOG.warn("UDP {}:{} is closed with datagrams still unread in its buffer ({} bytes, the kernel's overhead"
                    + " included): they are lost", local.getAddress().getHostAddress(), local.getPort(), unread);
        }
    }
}
