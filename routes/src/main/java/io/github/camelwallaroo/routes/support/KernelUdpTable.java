package io.github.camelwallaroo.routes.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * The kernel's own count of datagrams it received for a socket and threw away because the socket's buffer was full:
 * column {@code drops} of {@code /proc/net/udp} and {@code /proc/net/udp6}. Only Linux tells; elsewhere the answer is
 * always empty.
 */
final class KernelUdpTable {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL_ADDRESS = 1;
    private static final int QUEUES = 4;

    private final List<Path> tables;

    KernelUdpTable() {
        this(TABLES);
    }

    KernelUdpTable(List<Path> tables) {
        this.tables = tables;
    }

    /** Datagrams dropped at the socket bound to {@code local} since it was opened, or empty when nobody tells. */
    OptionalLong drops(InetSocketAddress local) {
        return sum(local, columns -> Long.parseLong(columns[columns.length - 1]));
    }

    /** Bytes that wait to be read there, the kernel's own overhead included, or empty when nobody tells. */
    OptionalLong unreadBytes(InetSocketAddress local) {
        return sum(local, columns -> Long.parseLong(columns[QUEUES].substring(columns[QUEUES].indexOf(':') + 1), 16));
    }

    private OptionalLong sum(InetSocketAddress local, ToLongFunction<String[]> value) {
        long sum = 0;
        boolean found = false;
        for (Path table : tables) {
            for (String line : lines(table)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > QUEUES && isAt(columns[LOCAL_ADDRESS], local)) {
                    sum += value.applyAsLong(columns);
                    found = true;
                }
            }
        }
        return found ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isAt(String column, InetSocketAddress local) {
        int colon = column.indexOf(':');
        if (colon < 0 || Integer.parseInt(column.substring(colon + 1), 16) != local.getPort()) {
            return false;
        }
        return address(column.substring(0, colon)).equals(local.getAddress())
                || address(column.substring(0, colon)).isAnyLocalAddress() && local.getAddress().isAnyLocalAddress();
    }

    // The kernel prints each 32-bit word of the address as a number in its own byte order.
    private static InetAddress address(String hex) {
        ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < hex.length(); at += 8) {
            bytes.putInt((int) Long.parseLong(hex.substring(at, at + 8), 16));
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + hex.length() / 2 + " bytes", e);
        }
    }
}
