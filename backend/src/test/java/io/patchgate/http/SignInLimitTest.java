package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInLimitTest {
    private static final String HERE = "192.0.2.1";

    private final AtomicLong now = new AtomicLong();
    private final SignInLimit limit = new SignInLimit(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void fail(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(limit.admit(name, address)).isZero();
        }
    }

    @Test
    void theSixthAttemptAtANameWaits() {
        fail(5, "anna", HERE);
        assertThat(limit.admit("anna", HERE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(limit.admit("ANNA", "192.0.2.2")).isEqualTo(Duration.ofSeconds(30));
        assertThat(limit.admit("bert", HERE)).isZero();
    }

    @Test
    void eachFurtherFailureDoublesTheWait() {
        fail(5, "anna", HERE);
        for (int seconds : new int[] {30, 60, 120, 240, 480}) {
            assertThat(limit.admit("anna", HERE)).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
            assertThat(limit.admit("anna", "198.51.100." + seconds % 250)).isZero();
        }
        assertThat(limit.admit("anna", HERE)).isEqualTo(Duration.ofMinutes(15));
        pass(Duration.ofMinutes(15));
        assertThat(limit.admit("anna", HERE)).isZero();
    }

    @Test
    void aSuccessClearsTheName() {
        fail(4, "anna", HERE);
        assertThat(limit.admit("anna", HERE)).isZero();
        limit.succeeded("anna", HERE);
        fail(5, "anna", HERE);
        assertThat(limit.admit("anna", HERE)).isPositive();
    }

    @Test
    void anAddressHasThirtyFailures() {
        for (int i = 0; i < 30; i++) {
            fail(1, "person" + i, HERE);
        }
        pass(Duration.ofMinutes(5));
        assertThat(limit.admit("someone", HERE)).isEqualTo(Duration.ofMinutes(10));
        assertThat(limit.admit(null, HERE)).isEqualTo(Duration.ofMinutes(10));
        assertThat(limit.admit("someone", "192.0.2.9")).isZero();
        pass(Duration.ofMinutes(10));
        assertThat(limit.admit("someone", HERE)).isZero();
    }

    @Test
    void successesDoNotCountForTheAddress() {
        for (int i = 0; i < 100; i++) {
            fail(1, "anna", HERE);
            limit.succeeded("anna", HERE);
        }
    }

    @Test
    void anAttemptThatWasNeverComparedDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            fail(1, "anna", HERE);
            limit.untried("anna", HERE);
        }
    }

    @Test
    void aWholeNetworkOfIpv6IsOneAddress() {
        for (int i = 0; i < 30; i++) {
            fail(1, "person" + i, "2001:db8:1:2::" + Integer.toHexString(i + 1));
        }
        assertThat(limit.admit(null, "2001:db8:1:2:ffff::1%eth0")).isPositive();
        assertThat(limit.admit(null, "2001:db8:1:3::1")).isZero();
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsTheSameAddress() {
        for (int i = 0; i < 30; i++) {
            fail(1, "person" + i, HERE);
        }
        assertThat(limit.admit(null, "::ffff:192.0.2.1")).isPositive();
    }

    @Test
    void manyAtOnceDoNotSlipThroughTogether() throws Exception {
        AtomicLong admitted = new AtomicLong();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            String address = "203.0.113." + i;
            threads[i] = new Thread(() -> {
                for (int j = 0; j < 20; j++) {
                    if (limit.admit("anna", address).isZero()) {
                        admitted.incrementAndGet();
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(5);
    }
}
