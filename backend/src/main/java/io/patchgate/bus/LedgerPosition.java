package io.patchgate.bus;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest ledger sequence that this node knows to be committed. The writer moves it before any reply or event of
 * a commit leaves, and whoever reads the ledger before he tells of what another node or program wrote, so that a page
 * encoded at this position shows everything a caller can know of.
 */
public final class LedgerPosition {
    private final AtomicLong sequence = new AtomicLong();

    public long get() {
        return sequence.get();
    }

    public void advanceTo(long committed) {
        sequence.accumulateAndGet(committed, Math::max);
    }
}
