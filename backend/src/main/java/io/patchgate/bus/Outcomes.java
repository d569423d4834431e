package io.patchgate.bus;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What monitors said before and after a patch was applied, and what its proposer's confidence has been worth. */
public final class Outcomes {
    private Outcomes() {}

    public enum Verdict {
        IMPROVED,
        UNCLEAR,
        WORSE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Verdict of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** @param looks that have been taken, each of which spent some of the error that is allowed */
    public record Watched(
            UUID requestId, String workspace, String component, Instant appliedAt, int looks, Verdict verdict) {}

    /** What to compare: the time before the application, and that from it on. */
    public record Comparison(UUID requestId, String workspace, String component, Instant from, Instant appliedAt) {}

    /** Of {@code n} events of monitors {@code bad} count against the component. */
    public record Share(int bad, int n) {}

    /**
     * @param others patches of the component that were applied in the same time
     */
    public record Compared(List<Metric> metrics, int before, int after, int others) {}

    /** @param name for example {@code gate_violations} */
    public record Metric(String name, Share before, Share after) {}

    /** A difference in shares, positive where it became worse, with an interval that holds however often one looks. */
    public record Effect(Metric metric, double difference, double low, double high) {}

    /**
     * A look at a patch that is watched.
     *
     * @param looks with this one
     * @param effects as of this look
     * @param ended whether the watch is over
     */
    public record Look(
            UUID requestId,
            int looks,
            Verdict verdict,
            String sentence,
            List<Effect> effects,
            int before,
            int after,
            boolean ended) {
        public Look {
            effects = List.copyOf(effects);
        }

        public Look ending(boolean end) {
            return new Look(requestId, looks, verdict, sentence, effects, before, after, end);
        }
    }

    /**
     * @param rollback {@code done} or {@code refused}
     * @param note why it was refused, or null
     * @param ended whether it is not tried again
     */
    public record Reaction(UUID requestId, String rollback, String note, boolean ended) {}

    /** @param metrics of a request of his, as JSON: of the loop's own each model is a proposer for itself */
    public record Proposer(String component, String subject, String metrics) {}

    /** @param calibrated as it was known at the time; null without enough ends before */
    public record End(String component, String proposer, double stated, Double calibrated, boolean good, Instant at) {}

    public record Row(
            UUID requestId,
            String workspace,
            String component,
            String targetFile,
            String proposer,
            Instant appliedAt,
            Verdict verdict,
            String sentence,
            int before,
            int after,
            String effects,
            Instant lookedAt,
            Instant endedAt,
            String rollback,
            String rollbackNote) {}

    public record Decided(Instant day, int approved, int denied, int failed, int rolledBack) {}

    /** The latest first; ends of the newest five thousand at most. */
    public record Analytics(List<Row> outcomes, List<Canaries.Row> canaries, List<End> ends, List<Decided> decisions) {}
}
