package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final String HASH = Passwords.hash("correct horse battery");

    @Test
    void hashesAreArgon2idWithTheirParametersAndASaltOfTheirOwn() {
        assertThat(HASH).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(Passwords.hash("correct horse battery")).isNotEqualTo(HASH);
    }

    @Test
    void onlyTheSamePasswordMatches() {
        assertThat(Passwords.matches("correct horse battery", HASH)).isTrue();
        assertThat(Passwords.matches("correct horse batterz", HASH)).isFalse();
        assertThat(Passwords.matches("", HASH)).isFalse();
    }

    @Test
    void nobodyHasAPassword() {
        assertThat(Passwords.matches("no password has this hash", null)).isFalse();
    }

    @Test
    void aStoredValueThatIsNoHashMatchesNothing() {
        assertThat(Passwords.matches("correct horse battery", "correct horse battery"))
                .isFalse();
        assertThat(Passwords.matches("correct horse battery", "")).isFalse();
    }

    @Test
    void composedAndDecomposedLettersAreTheSame() {
        assertThat(Passwords.matches("caf\u0065\u0301 au lait", Passwords.hash("caf\u00e9 au lait")))
                .isTrue();
    }

    @Test
    void anyoneMissingCostsTheSameWork() {
        Passwords.matches("warm", null);
        long known = time(() -> Passwords.matches("wrong password", HASH));
        long unknown = time(() -> Passwords.matches("wrong password", null));
        // Without the dummy hash the ratio is in the thousands; the margin is for a busy machine.
        assertThat((double) known / unknown).isBetween(0.1, 10.0);
    }

    private static long time(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    @Test
    void newPasswordsHaveTwelveCharactersAtLeast() {
        assertThat(Passwords.fault("elevenchars")).isPresent();
        assertThat(Passwords.fault("twelve chars")).isEmpty();
        assertThat(Passwords.fault("\ud83d\ude00".repeat(11))).isPresent();
        assertThat(Passwords.fault("x".repeat(1_024))).isEmpty();
        assertThat(Passwords.fault("x".repeat(1_025))).isPresent();
    }

    @Test
    void moreThanTheQueueHoldsIsRefusedAtOnce() {
        Vertx vertx = Vertx.vertx();
        try {
            PasswordChecks checks = new PasswordChecks(vertx);
            List<Future<Boolean>> all = IntStream.range(0, 100)
                    .mapToObj(i -> checks.matches("x", HASH))
                    .toList();
            Future.join(all).otherwiseEmpty().await();
            List<Throwable> refused =
                    all.stream().filter(Future::failed).map(Future::cause).toList();
            assertThat(refused)
                    .hasSizeBetween(50, 66)
                    .allSatisfy(cause -> assertThat(((Failure) cause).kind()).isEqualTo(FailureKind.OVERLOADED));
            assertThat(checks.matches("correct horse battery", HASH).await()).isTrue();
        } finally {
            vertx.close().await();
        }
    }
}
