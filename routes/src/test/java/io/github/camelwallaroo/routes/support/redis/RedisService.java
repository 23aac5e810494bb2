package io.github.camelwallaroo.routes.support.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.testservices.faults.ReservedPort;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * A Redis server on a free loopback port, which has written what it answers to a file, so that nothing is lost when its process
 * ends, or with the system property {@value #EXISTING} (host:port) one that runs already.
 */
public final class RedisService implements AutoCloseable {

    /** System property: a server that runs already. */
    static final String EXISTING = "it.redis.address";

    private final String host;
    private final int port;
    private final int tlsPort;
    private final List<String> settings;
    private final List<ReservedPort> reserved;
    private redis.embedded.RedisServer server;

    private RedisService(String host, int port, int tlsPort, List<String> settings, List<ReservedPort> reserved) {
        this.host = host;
        this.port = port;
        this.tlsPort = tlsPort;
        this.settings = settings;
        this.reserved = reserved;
    }

    public static RedisService start() throws IOException {
        String existing = System.getProperty(EXISTING);
        if (existing == null) {
            ReservedPort port = ReservedPort.any();
            return begun(port.number(), 0, List.of(), List.of(port));
        }
        return new RedisService(existing.replaceFirst(":[0-9]+$", ""),
                Integer.parseInt(existing.replaceFirst(".*:", "")), 0, null, List.of());
    }

    /** One that is started here in any case, and speaks TLS as well, on a port of its own. */
    static RedisService startWithTls(PemFiles certificate) throws IOException {
        ReservedPort port = ReservedPort.any();
        ReservedPort tlsPort = ReservedPort.any();
        return begun(port.number(), tlsPort.number(), List.of("tls-port " + tlsPort.number(),
                "tls-cert-file " + certificate.certificate(), "tls-key-file " + certificate.key(),
                "tls-ca-cert-file " + certificate.certificate(), "tls-auth-clients no"), List.of(port, tlsPort));
    }

    private static RedisService begun(int port, int tlsPort, List<String> more, List<ReservedPort> reserved)
            throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "redis-");
        List<String> settings = new ArrayList<>(List.of("save \"\"", "appendonly yes", "appendfsync no",
                "dir " + folder.toAbsolutePath()));
        settings.addAll(more);
        RedisService service = new RedisService("127.0.0.1", port, tlsPort, settings, reserved);
        service.begin();
        return service;
    }

    /** Whether it was started here, and may be stopped. */
    boolean isOurs() {
        return settings != null;
    }

    /** Starts it again, with the data that it had. */
    void begin() throws IOException {
        var builder = redis.embedded.RedisServer.newRedisServer().port(port).bind(host);
        settings.forEach(builder::setting);
        server = builder.build();
        server.start();
    }

    void stop() throws IOException {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    public Jedis client() {
        return new Jedis(new HostAndPort(host, port),
                DefaultJedisClientConfig.builder().socketTimeoutMillis(60_000).build());
    }

    @Override
    public void close() throws IOException {
        stop();
        for (ReservedPort each : reserved) {
            each.close();
        }
    }
}
