package io.github.camelwallaroo.benchmarks.contender;

import java.nio.ByteOrder;

import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

import io.github.camelwallaroo.benchmarks.peer.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.bytes.ByteArrayDecoder;

/** What it takes to speak generation 0.6 through camel-netty. */
final class NettyFrames {

    private static final int MAX_FRAME = 4 * 1024 * 1024;

    private NettyFrames() {}

    /** Body of {@code byte[]} to frame. */
    @ChannelHandler.Sharable
    static final class Encoder extends MessageToByteEncoder<byte[]> {

        @Override
        protected ByteBuf allocateBuffer(ChannelHandlerContext context, byte[] payload, boolean preferDirect) {
            return context.alloc().ioBuffer(WireFormat.frameLength(payload.length));
        }

        @Override
        protected void encode(ChannelHandlerContext context, byte[] payload, ByteBuf out) {
            out.writeIntLE(Long.BYTES + payload.length).writeLongLE(0).writeBytes(payload);
        }
    }

    /** Cuts frames and takes off what stands before their payloads. */
    static final class FrameDecoders extends DefaultChannelHandlerFactory {

        @Override
        public ChannelHandler newChannelHandler() {
            return new LengthFieldBasedFrameDecoder(ByteOrder.LITTLE_ENDIAN, MAX_FRAME, 0, WireFormat.LENGTH_FIELD, 0,
                    WireFormat.HEADER, true);
        }
    }

    /** Payload to body of {@code byte[]}. */
    static final class PayloadDecoders extends DefaultChannelHandlerFactory {

        @Override
        public ChannelHandler newChannelHandler() {
            return new ByteArrayDecoder();
        }
    }
}
