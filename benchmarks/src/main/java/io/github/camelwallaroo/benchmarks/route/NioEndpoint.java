package io.github.camelwallaroo.benchmarks.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

import io.github.camelwallaroo.benchmarks.peer.WireFormat;

/**
 * The beginning of a route that does what no consumer can do without: reads one connection, cuts its frames, makes an
 * exchange of each and calls the route in the reading thread. No limits, no formats, no headers, no errors: the ceiling.
 */
public final class NioEndpoint extends DefaultEndpoint {

    private static final int BUFFER = 256 * 1024;

    private volatile Reader reader;

    public NioEndpoint(String uri, RouteComponent component, String name) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("a route begins here, and none ends");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        reader = new Reader(this, processor);
        return reader;
    }

    /** The port that was bound when its route started. */
    public int port() {
        return reader.server.socket().getLocalPort();
    }

    private static final class Reader extends DefaultConsumer {

        private ServerSocketChannel server;

        private Reader(NioEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            getEndpoint().getCamelContext().getExecutorServiceManager().newThread("nio-ceiling", this::serve).start();
        }

        @Override
        protected void doStop() throws Exception {
            server.close();
            super.doStop();
        }

        private void serve() {
            try (SocketChannel connection = server.accept()) {
                read(connection);
            } catch (ClosedChannelException e) {
                // The end of the measurement.
            } catch (IOException e) {
                getExceptionHandler().handleException("reading failed", e);
            }
        }

        private void read(SocketChannel connection) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
            while (connection.read(buffer) >= 0) {
                buffer.flip();
                while (hasFrame(buffer)) {
                    byte[] payload = new byte[buffer.getInt() - Long.BYTES];
                    buffer.getLong();
                    buffer.get(payload);
                    route(payload);
                }
                buffer.compact();
            }
        }

        private static boolean hasFrame(ByteBuffer buffer) {
            return buffer.remaining() >= WireFormat.LENGTH_FIELD
                    && buffer.remaining() >= WireFormat.LENGTH_FIELD + buffer.getInt(buffer.position());
        }

        private void route(byte[] payload) {
            Exchange exchange = createExchange(false);
            exchange.getIn().setBody(payload);
            getAsyncProcessor().process(exchange, doneSync -> releaseExchange(exchange, false));
        }
    }
}
