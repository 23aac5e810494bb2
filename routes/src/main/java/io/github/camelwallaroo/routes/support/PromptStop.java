package io.github.camelwallaroo.routes.support;

import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.NettyServerBootstrapConfiguration;
import org.apache.camel.component.netty.NettyServerBootstrapFactory;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/**
 * Lets a Netty consumer stop while back-pressure holds its thread. The socket is closed by the very thread that the
 * route holds, and Camel has the route let go only when the consumer has stopped: each would wait for the other for
 * ever. So the wait is bounded here; the socket closes as soon as the thread comes back.
 */
final class PromptStop extends ServiceSupport implements NettyServerBootstrapFactory {

    private static final long WAIT_MILLIS = 200;

    private final CamelContext context;
    private final NettyServerBootstrapFactory socket;
    // It is installed while the socket is being opened.
    private boolean opened = true;

    private PromptStop(CamelContext context, NettyServerBootstrapFactory socket) {
        this.context = context;
        this.socket = socket;
    }

    /** Puts itself between a consumer that is being started and its socket. */
    static void install(NettyConsumer consumer) {
        if (!(consumer.getNettyServerBootstrapFactory() instanceof PromptStop)) {
            PromptStop promptStop = new PromptStop(consumer.getContext(), consumer.getNettyServerBootstrapFactory());
            promptStop.start();
            consumer.setNettyServerBootstrapFactory(promptStop);
        }
    }

    @Override
    protected void doStart() {
        if (!opened) {
            opened = true;
            ServiceHelper.startService(socket);
        }
    }

    @Override
    protected void doStop() throws Exception {
        opened = false;
        FutureTask<Void> closing = new FutureTask<>(() -> ServiceHelper.stopService(socket), null);
        context.getExecutorServiceManager().newThread("UdpClose", closing).start();
        try {
            closing.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It goes on in its thread.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void init(CamelContext camelContext, NettyServerBootstrapConfiguration configuration,
            ChannelInitializer<Channel> pipeline) {
        socket.init(camelContext, configuration, pipeline);
    }

    @Override
    public void init(ThreadFactory threads, NettyServerBootstrapConfiguration configuration,
            ChannelInitializer<Channel> pipeline) {
        socket.init(threads, configuration, pipeline);
    }

    @Override
    public void addChannel(Channel channel) {
        socket.addChannel(channel);
    }

    @Override
    public void removeChannel(Channel channel) {
        socket.removeChannel(channel);
    }

    @Override
    public void addConsumer(NettyConsumer consumer) {
        socket.addConsumer(consumer);
    }

    @Override
    public void removeConsumer(NettyConsumer consumer) {
        socket.removeConsumer(consumer);
    }
}
