package io.patchgate.sandbox;

import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Gives each scratch folder its user and takes it back. */
final class Accounts {
    private final int self;
    private final Random random = new Random();
    private final Set<Integer> taken = new HashSet<>();

    Accounts() throws IOException {
        self = Account.current();
    }

    synchronized Account take() throws SandboxUnavailable {
        if (self != 0) {
            return new Account(self, self);
        }
        if (taken.size() >= Account.COUNT / 2) {
            throw new SandboxUnavailable("Too much runs in the sandbox already.");
        }
        int uid;
        do {
            uid = Account.FIRST + random.nextInt(Account.COUNT);
        } while (!taken.add(uid));
        return new Account(self, uid);
    }

    synchronized void give(Account account) {
        taken.remove(account.uid());
    }
}
