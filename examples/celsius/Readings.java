import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Sends ten readings as udp_source expects them, 4 bytes each, and prints what udp_sink sends back:
 * {@code java Readings.java [PORT OF UDP_SOURCE] [PORT OF UDP_SINK]}.
 */
public class Readings {

    public static void main(String[] args) throws Exception {
        int in = args.length > 0 ? Integer.parseInt(args[0]) : 6789;
        int out = args.length > 1 ? Integer.parseInt(args[1]) : 8901;
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket answers = new DatagramSocket(new InetSocketAddress(loopback, out));
                DatagramSocket readings = new DatagramSocket()) {
            answers.setSoTimeout(5_000);
            for (int celsius = 0; celsius < 100; celsius += 10) {
                byte[] reading = ByteBuffer.allocate(4).putFloat(celsius).array();
                readings.send(new DatagramPacket(reading, reading.length, loopback, in));
                DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                answers.receive(answer);
                System.out.println(celsius + " C -> "
                        + new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8) + " F");
            }
        } catch (SocketTimeoutException e) {
            System.err.println("no answer on UDP port " + out + " within 5 s: is the example running? ./run --help");
            System.exit(1);
        }
    }
}
