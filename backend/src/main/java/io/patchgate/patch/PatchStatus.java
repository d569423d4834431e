package io.patchgate.patch;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a patch request stands. The legal moves are held here for the code's sake and again by a
 * trigger in the database, which has the last word.
 */
public enum PatchStatus {
    PENDING_APPROVAL,
    APPROVED,
    /** In the workspace's canary folder, and not in the workspace. */
    CANARY,
    APPLIED,
    FAILED,
    DENIED,
    WITHDRAWN,
    EXPIRED,
    SUPERSEDED,
    ROLLED_BACK;

    /** Where a request can stand that somebody decided on. */
    public static final Set<PatchStatus> DECIDED =
            Collections.unmodifiableSet(EnumSet.of(APPROVED, CANARY, APPLIED, FAILED, DENIED, ROLLED_BACK));

    public Set<PatchStatus> next() {
        return switch (this) {
            case PENDING_APPROVAL -> EnumSet.of(APPROVED, DENIED, WITHDRAWN, EXPIRED, SUPERSEDED);
            case APPROVED -> EnumSet.of(CANARY, APPLIED, FAILED);
            case CANARY -> EnumSet.of(APPLIED, ROLLED_BACK);
            case APPLIED -> EnumSet.of(ROLLED_BACK);
            case FAILED, DENIED, WITHDRAWN, EXPIRED, SUPERSEDED, ROLLED_BACK -> EnumSet.noneOf(PatchStatus.class);
        };
    }

    public boolean canBecome(PatchStatus status) {
        return next().contains(status);
    }

    /** Whether nothing but a person's rollback will change it any more. */
    public boolean settled() {
        return this != PENDING_APPROVAL && this != APPROVED && this != CANARY;
    }
}
