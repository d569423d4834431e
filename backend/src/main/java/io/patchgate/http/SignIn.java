package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Says who a person is, by name and password or by a one-time link. An unknown name, a wrong
 * password and a spent link fail alike with {@link Tokens.Rejected}, the first two after the same
 * work.
 */
public final class SignIn {
    private final Bus bus;
    private final PasswordChecks passwords;
    private final SignInLimit limit;

    public SignIn(Bus bus, PasswordChecks passwords, SignInLimit limit) {
        this.bus = bus;
        this.passwords = passwords;
        this.limit = limit;
    }

    /** Too often; nothing was compared. */
    static final class TooManyAttempts extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Duration wait;

        private TooManyAttempts(Duration wait) {
            super("Too many attempts", null, false, false);
            this.wait = wait;
        }

        /** At least one. */
        long waitSeconds() {
            return wait.toSeconds() + 1;
        }
    }

    Future<Store.User> byPassword(String name, String password, String address) {
        return limited(
                name,
                address,
                () -> find(name)
                        .compose(user -> passwords
                                .matches(
                                        password,
                                        user.map(Store.User::passwordHash).orElse(null))
                                .map(same -> same ? user : Optional.empty())));
    }

    Future<Store.User> byLink(String secret, String address) {
        String digest = HexFormat.of().formatHex(Digests.sha256(secret));
        return limited(null, address, () -> bus.ask(Addresses.STORE_REDEEM_LINK, digest));
    }

    private Future<Optional<Store.User>> find(String name) {
        return Subject.wellFormed(name)
                ? bus.ask(Addresses.STORE_USER, name)
                : Future.succeededFuture(Optional.empty());
    }

    private interface Attempt {
        Future<Optional<Store.User>> make();
    }

    private Future<Store.User> limited(String name, String address, Attempt attempt) {
        Duration wait = limit.admit(name, address);
        if (!wait.isZero()) {
            return Future.failedFuture(new TooManyAttempts(wait));
        }
        return attempt.make().onFailure(cause -> limit.untried(name, address)).compose(user -> {
            if (user.isEmpty()) {
                return Future.failedFuture(Tokens.Rejected.INSTANCE);
            }
            limit.succeeded(name, address);
            return Future.succeededFuture(user.get());
        });
    }
}
