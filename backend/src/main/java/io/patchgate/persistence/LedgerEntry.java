package io.patchgate.persistence;

import io.patchgate.patch.PatchStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * An entry before it has its place in the ledger.
 *
 * @param kind {@code noun.participle}, as in the events that are read from it
 * @param requestId may be null
 * @param details integers, strings, booleans, lists and maps of these; no contents of files
 * @param sealed whether only auditors may read it
 */
record LedgerEntry(Instant at, String kind, UUID requestId, String actor, Map<String, ?> details, boolean sealed) {

    /** An approval that was not enough: the request stays pending. */
    static final String VOTE_RECORDED = "patch_request.vote_recorded";

    /** A call for a rollback that was not enough: the request stays applied. */
    static final String ROLLBACK_VOTE_RECORDED = "patch_request.rollback_vote_recorded";

    /** Monitors say that things are worse since it was applied. */
    static final String WORSENED = "patch_request.worsened";

    /** The watch of a canary is over, and a person has to end it. */
    static final String CANARY_WAITING = "patch_request.canary_waiting";

    /** The kind of the entry by which a request came to stand so. */
    static String kind(PatchStatus status) {
        return status == PatchStatus.PENDING_APPROVAL
                ? "patch_request.pending"
                : "patch_request." + status.name().toLowerCase(Locale.ROOT);
    }

    /** The bytes that are stored, hashed and proved. */
    byte[] bytes(long sequence) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("sequence", sequence);
        entry.put("at", at.toString());
        entry.put("kind", kind);
        entry.put("request_id", requestId == null ? null : requestId.toString());
        entry.put("actor", actor);
        entry.put("details", details);
        return CanonicalJson.encode(entry);
    }
}
