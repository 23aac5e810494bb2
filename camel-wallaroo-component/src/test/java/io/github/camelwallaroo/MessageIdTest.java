package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class MessageIdTest {

    @Test
    void shouldTakeAnyWholeNumberFromZero() {
        for (Object header : List.of(7L, 7, (short) 7, new BigInteger("7"), new BigDecimal("7.0"), new AtomicLong(7),
                "7",
                " 7 ", new StringBuilder("007"))) {
            assertThat(MessageId.of(header)).as("%s", header.getClass()).isEqualTo(7);
        }
        assertThat(MessageId.of(0L)).isZero();
        assertThat(MessageId.of(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldTakeUnsignedNumbersThatNoLongHolds() {
        assertThat(MessageId.of("9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(MessageId.of(new BigInteger("18446744073709551614"))).isEqualTo(-2);
    }

    @Test
    void shouldRefuseWhatIsNoId() {
        for (Object header : List.of(-1L, -1, "-7", "18446744073709551615", BigInteger.ONE.shiftLeft(64), "0x10", "",
                "seven", 1.5, true)) {
            assertThatIllegalArgumentException().as("%s", header)
                    .isThrownBy(() -> MessageId.of(header))
                    .withMessage("header CamelWallarooMessageId is '" + header + "' (" + header.getClass().getName()
                            + "); expected a whole number from 0 to 18446744073709551614, as Long, BigInteger or text");
        }
    }
}
