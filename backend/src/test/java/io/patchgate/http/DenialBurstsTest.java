package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DenialBurstsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final DenialBursts bursts = new DenialBursts(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void manySendersAreNotABurstAndOneIs() {
        for (int i = 0; i < 50; i++) {
            bursts.denied("agent-" + i);
        }
        assertThat(bursts.largest()).isEqualTo(1);
        for (int i = 0; i < 7; i++) {
            bursts.denied("agent-3");
        }
        assertThat(bursts.largest()).isEqualTo(8);
    }

    @Test
    void aBurstPassesWithTheWindow() {
        bursts.denied("bot");
        now = now.plus(DenialBursts.WINDOW.dividedBy(2));
        bursts.denied("bot");
        assertThat(bursts.largest()).isEqualTo(2);
        now = now.plus(DenialBursts.WINDOW.dividedBy(2)).plusSeconds(1);
        assertThat(bursts.largest()).isEqualTo(1);
        now = now.plus(DenialBursts.WINDOW);
        assertThat(bursts.largest()).isZero();
    }

    @Test
    void neitherManySendersNorManyDenialsGrowIt() {
        for (int i = 0; i < 3 * DenialBursts.MAX_DENIALS; i++) {
            bursts.denied("bot");
        }
        assertThat(bursts.largest()).isEqualTo(DenialBursts.MAX_DENIALS);
        for (int i = 0; i < DenialBursts.MAX_SENDERS; i++) {
            bursts.denied("agent-" + i);
        }
        assertThat(bursts.largest()).isEqualTo(1);
    }
}
