package io.github.camelwallaroo.testservices.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** The one question that every Kafka client asks first, by hand: which requests do you know, in which versions? */
final class ApiVersions {

    private static final int API_VERSIONS = 18;
    private static final int CORRELATION_ID = 4711;
    private static final int PATIENCE_MILLIS = 30_000;

    private ApiVersions() {}

    /** @return how many kinds of requests the broker knows */
    static int count(String bootstrapServers) throws IOException {
        String[] address = bootstrapServers.split(",")[0].split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataOutputStream request = new DataOutputStream(socket.getOutputStream());
            byte[] client = {'t', 'e', 's', 't'};
            request.writeInt(2 + 2 + 4 + 2 + client.length);
            request.writeShort(API_VERSIONS);
            request.writeShort(0);
            request.writeInt(CORRELATION_ID);
            request.writeShort(client.length);
            request.write(client);
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            answer.readInt();
            if (answer.readInt() != CORRELATION_ID || answer.readShort() != 0) {
                throw new IOException("not the answer of a Kafka broker that is well");
            }
            return answer.readInt();
        }
    }
}
