package io.patchgate.bus;

import io.patchgate.bus.Outcomes.Effect;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.patch.Actor;
import io.patchgate.patch.PatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Requests that stand in a workspace's canary folder before they may stand in the workspace. Monitors say in an event's
 * context which of the two it is about: {@code {"variant": "canary"}} or {@code {"variant": "stable"}}.
 */
public final class Canaries {
    public static final String VARIANT = "variant";
    public static final String CANARY = "canary";
    public static final String STABLE = "stable";

    private Canaries() {}

    /** How a request leaves the canary: into the workspace, or out of the canary folder again. */
    public enum Act {
        PROMOTE,
        WITHDRAW;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Act of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }

        /** What the request becomes by it. */
        public PatchStatus outcome() {
            return this == PROMOTE ? PatchStatus.APPLIED : PatchStatus.ROLLED_BACK;
        }
    }

    /**
     * An approved request has been written to the canary folder.
     *
     * @param share of the traffic that is sent there, as the settings say
     * @param watch how long it is compared
     */
    public record Start(UUID requestId, double share, Duration watch) {}

    /**
     * A request that is in the canary.
     *
     * @param until when the watch is over
     * @param looks that have been taken, each of which spent some of the error that is allowed
     * @param sentence of the latest; null before the first, {@code lookedAt} likewise
     * @param waiting whether a person has been asked to end it; the rule still withdraws what turns out worse
     * @param note why the latest act could not be done, or null
     * @param leaving whether it is being promoted or withdrawn already
     */
    public record OnCanary(
            UUID requestId,
            String workspace,
            String component,
            String targetFile,
            Instant startedAt,
            Instant until,
            double share,
            int looks,
            Verdict verdict,
            String sentence,
            Instant lookedAt,
            boolean waiting,
            String note,
            boolean leaving) {}

    /** What to compare: what monitors said after {@code from} of each variant. */
    public record Comparison(UUID requestId, String workspace, String component, Instant from) {}

    /**
     * A look at a request in the canary.
     *
     * @param effects as of this look: stable as before, canary as after
     * @param stableEvents of monitors so far; those of the canary are the other
     * @param waiting whether from now on a person alone promotes it, which is told once
     */
    public record Look(
            UUID requestId,
            int looks,
            Verdict verdict,
            String sentence,
            List<Effect> effects,
            int stableEvents,
            int canaryEvents,
            boolean waiting) {
        public Look {
            effects = List.copyOf(effects);
        }
    }

    /** @param comment may be null for a promotion */
    public record ActStart(UUID requestId, Act act, Actor actor, String comment) {}

    /** @param refusal null when it is done, else why the request stays in the canary */
    public record ActEnd(UUID requestId, String refusal) {
        public boolean done() {
            return refusal == null;
        }
    }

    /**
     * As reviewers read it.
     *
     * @param effects JSON
     * @param waitingSince when a person was asked to end it; null where the rule may promote it
     * @param act by which it left, or is leaving while {@code endedAt} is null; null while it stays
     * @param note why the latest act could not be done, or null
     */
    public record Canary(
            Instant startedAt,
            Instant until,
            double share,
            Verdict verdict,
            String sentence,
            String effects,
            int stableEvents,
            int canaryEvents,
            Instant lookedAt,
            Instant waitingSince,
            Taken act,
            String note,
            Instant endedAt) {

        /** Whether an act was begun that is not ended. */
        public boolean leaving() {
            return act != null && endedAt == null;
        }
    }

    /** One of all that are or were in the canary. */
    public record Row(
            UUID requestId, String workspace, String component, String targetFile, String proposer, Canary canary) {}

    public record Taken(Act act, String by, Instant at, String comment) {}
}
