package io.github.camelwallaroo.routes.support;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.component.netty.DefaultServerInitializerFactory;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannelConfig;

/**
 * What a {@code netty:udp} consumer lacks, given to it as its {@code serverInitializerFactory}:
 * <ul>
 * <li>it logs the receive buffer that the kernel granted, which may be less than was asked for;
 * <li>it reports datagrams that the kernel dropped ({@link DropWatch}), where the system tells;
 * <li>an error while one datagram is read or routed costs that datagram, where the endpoint would close the socket for
 * good;
 * <li>a route that back-pressure holds can be stopped ({@link PromptStop}).
 * </ul>
 * Set the properties before the route starts; everything else happens on Netty's threads.
 */
public class DatagramReceiver extends ServerInitializerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramReceiver.class);

    private String connector = "";
    private int dropReportInterval = 10;

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Seconds between two looks at the kernel's count of dropped datagrams; 0 = never look. */
    public void setDropReportInterval(int dropReportInterval) {
        this.dropReportInterval = dropReportInterval;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
        return new Pipeline(consumer);
    }

    @Override
    protected void initChannel(Channel channel) {
        throw new IllegalStateException("the consumer asks createPipelineFactory first");
    }

    private final class Pipeline extends DefaultServerInitializerFactory {

        private final NettyConsumer consumer;

        Pipeline(NettyConsumer consumer) {
            super(consumer);
            this.consumer = consumer;
        }

        @Override
        protected void initChannel(Channel channel) throws Exception {
            super.initChannel(channel);
            channel.pipeline().addFirst("socket", new Socket(consumer));
            channel.pipeline().replace("handler", "handler", new Route(consumer));
            PromptStop.install(consumer);
        }
    }

    /** Logs what the socket got, and watches it while it is open. */
    private final class Socket extends ChannelDuplexHandler {

        private final NettyConsumer consumer;
        private ScheduledExecutorService scheduler;
        private DropWatch drops;

        Socket(NettyConsumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public void bind(ChannelHandlerContext context, SocketAddress local, ChannelPromise result) {
            context.bind(local, context.newPromise()).addListener(bound -> {
                if (bound.isSuccess()) {
                    result.setSuccess();
                } else {
                    result.setFailure(UnusableAddress.explain((InetSocketAddress) local, bound.cause()));
                }
            });
        }

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            InetSocketAddress local = (InetSocketAddress) context.channel().localAddress();
            int asked = consumer.getConfiguration().getReceiveBufferSize();
            int granted = ((DatagramChannelConfig) context.channel().config()).getReceiveBufferSize();
            LOG.info("{} receives datagrams on UDP {}:{}; receive buffer {} bytes{}", connector,
                    local.getAddress().getHostAddress(), local.getPort(), granted, granted >= asked
                            ? ""
                            : " of " + asked + " asked for (the kernel's limit: sysctl net.core.rmem_max)");
            watch(new DropWatch(local, new KernelUdpTable()));
            super.channelActive(context);
        }

        private void watch(DropWatch candidate) {
            if (dropReportInterval == 0) {
                return;
            }
            if (!candidate.possible()) {
                LOG.info("{}: this system does not tell how many datagrams it drops", connector);
                return;
            }
            // Not the channel's own thread: back-pressure holds that one just when datagrams are dropped.
            drops = candidate;
            scheduler = consumer.getContext()
                    .getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this,
                            "UdpDropWatch");
            scheduler.scheduleWithFixedDelay(drops::look, dropReportInterval, dropReportInterval, TimeUnit.SECONDS);
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise result) throws Exception {
            if (scheduler != null) {
                consumer.getContext().getExecutorServiceManager().shutdownNow(scheduler);
                drops.lookBack();
                scheduler = null;
            }
            super.close(context, result);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.warn("{}: reading a datagram failed: {}; the socket stays open", connector, cause.toString());
        }
    }

    private final class Route extends ServerChannelHandler {

        Route(NettyConsumer consumer) {
            super(consumer);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.warn("{}: a datagram could not be routed: {}; the socket stays open", connector, cause.toString());
        }
    }
}
