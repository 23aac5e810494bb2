package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

class FrameLimitTest {

    private static SourceOptions options(Protocol protocol) {
        return SourceOptions.of("feed", new HostPort("127.0.0.1", 7100), protocol);
    }

    @Test
    void shouldAllowWhatARealWorkerTakesAndNoByteMore() {
        // source-frame-length-16384 is taken, source-frame-length-16385 is reset: 27 of these bytes are no payload.
        FrameLimit limit = new FrameLimit(options(Protocol.V1));

        assertThatCode(() -> limit.check(16_384 - 27, 0)).doesNotThrowAnyException();
        assertThatCode(() -> limit.check(16_384 - 27 - 5, 5)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.check(16_384 - 27 + 1, 0)).isInstanceOf(MessageTooLargeException.class)
                .hasMessage("message of 16358 bytes for connector feed is over the 16357 bytes that maxFrameSize 16384"
                        + " allows; send less at a time: a worker cuts the connection for frames over 16384 bytes");
        assertThatThrownBy(() -> limit.check(16_384 - 27, 1)).hasMessageContaining("with a key of 1 bytes");
    }

    @Test
    void shouldRefuseAKeyThatItsLengthFieldCannotCount() {
        FrameLimit limit = new FrameLimit(options(Protocol.V1).withMaxFrameSize(1 << 20));

        assertThatCode(() -> limit.check(1, 65_535)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.check(1, 65_536)).hasMessageContaining("over the 65535 bytes");
    }

    @Test
    void shouldRefuseALimitWithoutRoomForAMessage() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimit(options(Protocol.V1).withMaxFrameSize(26)))
                .withMessage("maxFrameSize 26 has no room for a message; expected 27 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrameLimit(options(Protocol.V0_6).withMaxFrameSize(7)));
    }
}
