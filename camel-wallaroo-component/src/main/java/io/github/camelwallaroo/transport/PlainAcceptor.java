package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Plain TCP. Whoever the system has connected before {@link #stop} is still accepted: he may have written, and with a protocol
 * that has no acknowledgement nobody would ever know that it was not read.
 */
final class PlainAcceptor implements Acceptor {

    private final ServerSocketChannel server;
    private final Selector selector;
    /** Of those that come while it is stopping, who may go on for ever. */
    private int last;
    private volatile boolean stopping;

    private PlainAcceptor(ServerSocketChannel server, Selector selector, int backlog) {
        this.server = server;
        this.selector = selector;
        this.last = backlog;
    }

    static PlainAcceptor bind(InetSocketAddress address, int backlog) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, backlog);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            server.close();
            selector.close();
            throw e;
        }
        return new PlainAcceptor(server, selector, backlog);
    }

    @Override
    public Connection accept() throws IOException {
        while (true) {
            // Read first: who came before the stop is there to be accepted then.
            boolean stopped = stopping;
            SocketChannel channel = stopped && last-- <= 0 ? null : server.accept();
            if (channel != null) {
                return connection(channel);
            }
            if (stopped) {
                return null;
            }
            selector.select();
            selector.selectedKeys().clear();
        }
    }

    private static Connection connection(SocketChannel channel) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return new PlainConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        server.close();
        // Only this lets the port go: a registered channel stays bound until its selector has looked again.
        selector.close();
    }
}
