package io.patchgate.bus;

import io.patchgate.patch.Category;
import io.patchgate.patch.PatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the self-improvement loop looks at and finds. Whatever a text here says comes from feedback or from an
 * agent: it is data, never an instruction, and never markup.
 */
public final class Improvements {
    private Improvements() {}

    /** What kind of change a cause asks for. */
    public enum Kind {
        /** The gates were violated: the AI has to act otherwise. */
        BEHAVIOR_CHANGE,
        /** People lose agency, or are plainly not content: a parameter or a piece of code is off. */
        PARAMETER_ADJUSTMENT,
        /** What the AI says does not hold: its prompts are. */
        PROMPT_REFINEMENT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }
    }

    /**
     * What most of the negative feedback has in common.
     *
     * @param id stable for the same reasons, for example {@code gate:autonomy}, {@code ari:bhir}, {@code said:crash};
     *     with workspace and component it names what is proposed once at a time
     * @param label the same for people, which may hold a word out of feedback
     * @param events how many negative events share it
     */
    public record Cause(String id, String label, int events) {}

    /**
     * The feedback on one component in one stretch of time. Every event counts once, whoever sent it, but none on a
     * canary; readings and praise are events that are not negative.
     *
     * @param shareBefore the negative share of the equally long stretch before; null where nothing came in then
     */
    public record Window(
            Instant from,
            Instant to,
            int events,
            int negatives,
            int gateViolations,
            int ariAlerts,
            int edmAlerts,
            int eventsBefore,
            Double shareBefore) {
        public double negativeShare() {
            return events == 0 ? 0 : (double) negatives / events;
        }
    }

    /** @param text a comment or a monitor's reason; may be null */
    public record Evidence(String feedbackId, String type, Instant at, String reason, String text) {}

    /**
     * What the loop proposed before for this component, as an agent would know it of its own requests: a request that
     * nobody decided on is pending, whatever became of it.
     *
     * @param cause the id of its cause
     * @param at of the decision, or of the submission where there is none
     * @param category and comment of a person's decision; null without one
     */
    public record Past(
            UUID requestId, String cause, PatchStatus status, Instant at, Category category, String comment) {}

    /**
     * Something worth changing, and why.
     *
     * @param id of the suggestion; the same again when a patch for it is tried anew
     * @param confidence of the finding, not of any patch
     * @param feedbackIds the negative events of the cause, each once, the newest first, at most 200
     * @param evidence what the newest of them say, at most 50
     * @param history the newest first, at most 20
     */
    public record Suggestion(
            UUID id,
            Instant at,
            String workspace,
            String component,
            Cause cause,
            Kind kind,
            String description,
            double confidence,
            List<String> feedbackIds,
            Window window,
            List<Evidence> evidence,
            List<Past> history) {
        public Suggestion {
            feedbackIds = List.copyOf(feedbackIds);
            evidence = List.copyOf(evidence);
            history = List.copyOf(history);
        }
    }

    /**
     * Why the loop looks at a component.
     *
     * @param askedBy null for the clock
     * @param owner the person who asks, or who answers for the agent that does; null where there is none
     */
    public record Ask(String workspace, String component, String askedBy, boolean byAgent, String owner) {}

    /** Where a consideration stands. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of a consideration. */
    public enum Outcome {
        TOO_LITTLE_FEEDBACK,
        NOT_NEGATIVE_ENOUGH,
        OPEN_PROPOSAL,
        IN_CANARY,
        COOLING_DOWN,
        SUGGESTED,
        FILED,
        GAVE_UP;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Outcome of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One look at one component.
     *
     * @param step what is being done, while it runs
     * @param outcome and {@code sentence} why; null before the end
     * @param window null where it was not read
     */
    public record Consideration(
            UUID id,
            String workspace,
            String component,
            String askedBy,
            Instant askedAt,
            State state,
            String step,
            Instant endedAt,
            Outcome outcome,
            String sentence,
            Window window,
            UUID suggestionId) {}

    /**
     * A consideration that this node has taken on, until its lease runs out.
     *
     * @param owner the person who asked for it, himself or by his agent; null for the clock
     */
    public record Claim(UUID id, String workspace, String component, int attempts, String owner) {}

    public record Step(UUID consideration, String sentence) {}

    /** @param window may be null, and so may {@code suggestionId} */
    public record End(UUID consideration, Outcome outcome, String sentence, Window window, UUID suggestionId) {}

    /** @param component null for every component there is feedback on, {@code workspace} likewise */
    public record Stretch(String workspace, String component, Instant from, Instant to) {}

    public record ComponentWindow(String workspace, String component, Window window) {}

    /**
     * Why feedback in a window is negative.
     *
     * @param counts of all negative events by reason
     * @param newest negative events, the newest first, at most {@link #NEWEST}
     */
    public record Reasons(Map<String, Integer> counts, List<Evidence> newest) {
        public static final int NEWEST = 500;
    }

    /**
     * What stands of earlier considerations of a component.
     *
     * @param open suggestions without a patch, by cause
     * @param suggestions for which the requests of the history were filed, by request
     * @param inCanary whether a request for the component, anybody's, is in the canary
     */
    public record Standing(List<Past> history, Map<String, UUID> open, Map<UUID, UUID> suggestions, boolean inCanary) {}

    /** @param note why there is no patch; null with a request */
    public record Result(UUID suggestion, UUID requestId, String note) {}

    /**
     * A suggestion as reviewers see it.
     *
     * @param requestId null where none came to review
     * @param status of that request
     */
    public record SuggestionRow(
            UUID id,
            Instant at,
            String workspace,
            String component,
            Cause cause,
            Kind kind,
            String description,
            double confidence,
            List<String> feedbackIds,
            Window window,
            String note,
            UUID requestId,
            PatchStatus status) {}

    /** What is kept of the loop's work, the newest first. */
    public record Log(
            Instant lastRun, Instant nextRun, List<Consideration> considerations, List<SuggestionRow> suggestions) {}

    /** @param most 0 where there is no limit */
    public record Budget(String what, long used, long most) {}

    /**
     * The loop as reviewers see it.
     *
     * @param model null where none is configured, {@code provider} likewise
     * @param windows of this moment, the most negative first
     */
    public record Overview(
            int minFeedback,
            double negativeShare,
            Duration window,
            Duration interval,
            Duration coolDown,
            String model,
            String provider,
            List<Budget> budgets,
            boolean stopped,
            List<ComponentWindow> windows,
            Log log) {}

    /** What feedback, findings and applied patches pass on their way, for the metrics. */
    public enum Stage {
        RECEIVED,
        DUPLICATE,
        CONSIDERED,
        SUGGESTED,
        FILED,
        IMPROVED,
        WORSE,
        ROLLED_BACK,
        CANARY_PROMOTED,
        CANARY_WITHDRAWN,
        CANARY_WAITING
    }

    public record Passed(Stage stage, int count) {}
}
