package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelUdpTableTest {

    private static final String HEADER = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
            + "   uid  timeout inode ref pointer drops\n";
    private static final String REST = " 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 2159 2"
            + " 0000000000000000 ";

    @TempDir
    private Path folder;

    @BeforeEach
    void onlyInTheByteOrderOfTheSamples() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
                "the samples are little-endian, this machine is not");
    }

    @Test
    void shouldFindTheSocketByAddressAndPortInBothTables() throws IOException {
        KernelUdpTable table = table(HEADER + "  12: 0100007F:1A85" + REST + "5\n 13: 0100007F:1A86" + REST + "7\n"
                + " 14: 0200007F:1A85" + REST + "11\n",
                HEADER + " 15: 0000000000000000FFFF00000300007F:1A85" + REST + "13\n"
                        + " 16: 00000000000000000000000001000000:1A85" + REST + "17\n");

        assertThat(table.drops(new InetSocketAddress("127.0.0.1", 6789))).hasValue(5);
        assertThat(table.drops(new InetSocketAddress("127.0.0.2", 6789))).hasValue(11);
        assertThat(table.drops(new InetSocketAddress("127.0.0.3", 6789))).hasValue(13);
        assertThat(table.drops(new InetSocketAddress("::1", 6789))).hasValue(17);
    }

    @Test
    void shouldTellWhatWaitsToBeRead() throws IOException {
        KernelUdpTable table = table(HEADER + " 1: 0100007F:1A85" + REST.replace("07 00000000:00000000",
                "07 00000000:00000A00") + "0\n", "");

        assertThat(table.unreadBytes(new InetSocketAddress("127.0.0.1", 6789))).hasValue(2560);
    }

    @Test
    void shouldTakeBothWildcardAddressesForOne() throws IOException {
        KernelUdpTable table = table(HEADER, HEADER + " 1: 00000000000000000000000000000000:1A85" + REST + "3\n");

        assertThat(table.drops(new InetSocketAddress("0.0.0.0", 6789))).hasValue(3);
    }

    @Test
    void shouldSayNothingWhenTheSystemDoesNot() throws IOException {
        KernelUdpTable none = new KernelUdpTable(List.of(folder.resolve("absent")));

        assertThat(none.drops(new InetSocketAddress("127.0.0.1", 6789))).isEmpty();
        assertThat(table(HEADER, "").drops(new InetSocketAddress("127.0.0.1", 6789))).isEmpty();
    }

    private KernelUdpTable table(String udp, String udp6) throws IOException {
        return new KernelUdpTable(List.of(Files.writeString(folder.resolve("udp"), udp),
                Files.writeString(folder.resolve("udp6"), udp6)));
    }
}
