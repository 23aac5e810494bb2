package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.WallarooConsumer;
import io.github.camelwallaroo.benchmarks.peer.PythonPeer;
import io.github.camelwallaroo.benchmarks.route.NioEndpoint;

/** Everybody who takes part, under the names that tables, options and bars use. */
public final class Contenders {

    public static final String SOCKET = "send-socket";
    public static final String SOCKET_EACH = "send-socket-unbuffered";
    public static final String PYTHON = "send-python";
    public static final String LOOP_CEILING = "send-loop-ceiling";
    public static final String LOOP_NETTY = "send-loop-netty";
    public static final String LOOP = "send-loop-wallaroo";
    public static final String LOOP_1 = "send-loop-wallaroo-1";
    public static final String LOOP_1_RESILIENT = "send-loop-wallaroo-1-resilient";
    public static final String BODY_NETTY = "send-body-netty";
    public static final String BODY = "send-body-wallaroo";
    public static final String BODY_8 = "send-body-wallaroo-8-threads";
    public static final String LIST = "send-list-wallaroo";
    public static final String RECEIVE_CEILING = "receive-ceiling";
    public static final String RECEIVE_NETTY = "receive-netty";
    public static final String RECEIVE_NETTY_DIRECT = "receive-netty-no-executor";
    public static final String RECEIVE = "receive-wallaroo";
    public static final String PYTHON_ENCODER = "send-python-encoder";
    public static final String LOOP_MODULE = "send-loop-wallaroo-module";
    public static final String LIST_MODULE = "send-list-wallaroo-module";
    public static final String PYTHON_DECODER = "receive-python-decoder";
    public static final String RECEIVE_MODULE = "receive-wallaroo-module";
    public static final String SINK_1 = "sink-wallaroo-1-resilient";

    private static final String NETTY_RECEIVER = "?sync=false&allowDefaultCodec=false&decoders=#frameDecoder,#payloadDecoder";

    private Contenders() {}

    /** All of them, closed; Python's only where there is Python. */
    public static List<Contender> all(BenchContext context) {
        List<Contender> all = new ArrayList<>();
        all.add(new SocketSender(SOCKET, 1, 64 * 1024));
        all.add(new SocketSender(SOCKET_EACH, 0.5, 1));
        if (PythonPeer.isAvailable()) {
            all.add(new PythonSender(PYTHON, 0.5, null));
        }
        all.add(new CeilingLoop(LOOP_CEILING, context));
        all.add(new LoopSender(LOOP_NETTY, 0.2, context, port -> netty(port) + "&producerPoolEnabled=false"));
        all.add(new LoopSender(LOOP, 1, context, port -> wallaroo("loop", port)));
        all.add(new SessionLoopSender(LOOP_1, context, false, port -> wallaroo("loop1", port) + "&protocol=1"));
        all.add(new SessionLoopSender(LOOP_1_RESILIENT, context, true, port -> wallaroo("loop1r", port)
                + "&protocol=1&resilience=true&completion=written&maxPending=500000&maxPendingBytes=1000000000"));
        all.add(new TemplateSender(BODY_NETTY, 0.02, context, Contenders::netty, 1, 1));
        all.add(new TemplateSender(BODY, 0.3, context, port -> wallaroo("body", port), 1, 1));
        all.add(new TemplateSender(BODY_8, 0.3, context, port -> wallaroo("body8", port), 8, 1));
        all.add(new TemplateSender(LIST, 1, context, port -> wallaroo("list", port), 1, 100));
        all.add(new RouteReceiver(RECEIVE_CEILING, context, "nio:ceiling",
                () -> context.camel().getEndpoint("nio:ceiling", NioEndpoint.class).port()));
        int nettyPort = freePort();
        all.add(new RouteReceiver(RECEIVE_NETTY, context, "netty:tcp://127.0.0.1:" + nettyPort + NETTY_RECEIVER,
                () -> nettyPort));
        int directPort = freePort();
        all.add(new RouteReceiver(RECEIVE_NETTY_DIRECT, context,
                "netty:tcp://127.0.0.1:" + directPort + NETTY_RECEIVER + "&usingExecutorService=false",
                () -> directPort));
        all.add(receiver(RECEIVE, context));
        all.add(new CommitReceiver(SINK_1));
        if (PythonPeer.isAvailable()) {
            addModules(all, context);
        }
        return all;
    }

    /** The encoder and decoder of an application in Python: in a script, and called by the component. */
    private static void addModules(List<Contender> all, BenchContext context) {
        Path module;
        try {
            module = PythonPeer.module();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String application = "?application=" + module + "&port=";
        all.add(new PythonSender(PYTHON_ENCODER, 0.5, module));
        all.add(new ModuleContender(new LoopSender(LOOP_MODULE, 1, context,
                port -> "wallaroo:celsius_feed" + application + port)));
        all.add(new ModuleContender(new TemplateSender(LIST_MODULE, 1, context,
                port -> "wallaroo:celsius_feed" + application + port, 1, 1000)));
        all.add(new PythonReceiver(PYTHON_DECODER));
        all.add(new ModuleContender(receiver(RECEIVE_MODULE, context, "fahrenheit_conversion" + application + 0)));
    }

    /** Our consumer, flooded. */
    public static RouteReceiver receiver(String name, BenchContext context) {
        return receiver(name, context, name + "?port=0");
    }

    private static RouteReceiver receiver(String name, BenchContext context, String endpoint) {
        return new RouteReceiver(name, context, "wallaroo:" + endpoint, () -> {
            WallarooConsumer consumer = (WallarooConsumer) context.camel().getRoute(name).getConsumer();
            return consumer.getConnector().address().port();
        });
    }

    private static String netty(int port) {
        return "netty:tcp://127.0.0.1:" + port + "?sync=false&allowDefaultCodec=false&encoders=#frameEncoder";
    }

    private static String wallaroo(String name, int port) {
        return "wallaroo:" + name + "?port=" + port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
