package io.github.camelwallaroo.routes.support.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a sink and its S3: passes on, answers in its place, or breaks off within an object. */
final class S3Relay implements AutoCloseable {

    private final ServerSocket server;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile String answer;

    S3Relay(String endpoint) throws IOException {
        target = URI.create(endpoint);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** From now on each request is answered so. */
    void answer(int status, String code, String message) throws IOException {
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        answer = "HTTP/1.1 " + status + " " + code + "\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        closeConnections();
    }

    /** From now on requests are passed on; those that are being answered are answered to the end. */
    void pass() {
        answer = null;
    }

    /** So many requests with objects are broken off in the middle. */
    void cut(int requests) {
        cuts.set(requests);
    }

    int cutsLeft() {
        return cuts.get();
    }

    /** The heads of the PUT requests that were passed on. */
    List<String> puts() {
        return heads.stream().filter(each -> each.startsWith("PUT ")).toList();
    }

    private void closeConnections() throws IOException {
        for (Socket each : open) {
            each.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String fixed = answer;
            if (fixed == null) {
                try (Socket to = new Socket(target.getHost(), target.getPort())) {
                    open.add(to);
                    start(() -> copy(to, client));
                    passOn(client, to);
                }
            } else {
                readHead(client.getInputStream());
                client.getOutputStream().write(fixed.getBytes(ISO_8859_1));
                client.getOutputStream().flush();
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // One of the two has gone.
        } finally {
            open.remove(client);
        }
    }

    private void passOn(Socket client, Socket to) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = to.getOutputStream();
        for (String head = readHead(in); head != null; head = readHead(in)) {
            heads.add(head);
            out.write(head.getBytes(ISO_8859_1));
            out.flush();
            long length = length(head);
            if (length > 1 && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                out.write(in.readNBytes((int) length / 2));
                out.flush();
                return;
            }
            for (long left = length; left > 0;) {
                byte[] part = in.readNBytes((int) Math.min(left, 65_536));
                out.write(part);
                left -= part.length;
                if (part.length == 0) {
                    return;
                }
            }
            out.flush();
        }
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(ISO_8859_1);
    }

    private void copy(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // As above.
        } finally {
            open.remove(from);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "s3-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeConnections();
    }
}
