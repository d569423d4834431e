package io.patchgate.generation.analysis;

import io.patchgate.bus.Improvements.Cause;
import io.patchgate.bus.Improvements.Evidence;
import io.patchgate.bus.Improvements.Kind;
import io.patchgate.bus.Improvements.Outcome;
import io.patchgate.bus.Improvements.Past;
import io.patchgate.bus.Improvements.Reasons;
import io.patchgate.bus.Improvements.Standing;
import io.patchgate.bus.Improvements.Suggestion;
import io.patchgate.bus.Improvements.Window;
import io.patchgate.patch.PatchStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Decides whether a component is worth a proposal, and says why. Pure and deterministic: the same figures, reasons and
 * history give the same finding.
 *
 * @param negativeShare above which, strictly
 */
public record Analysis(int minFeedback, double negativeShare, Duration coolDown) {
    private static final int MOST_IDS = 200;
    private static final int MOST_EVIDENCE = 50;

    /** Why no further reading is needed, or null where it is. */
    public Finding.NotNow tooLittle(Window window) {
        if (window.events() < minFeedback) {
            return new Finding.NotNow(
                    Outcome.TOO_LITTLE_FEEDBACK,
                    "There are %s in %s, and it takes at least %d."
                            .formatted(counted(window.events(), "event"), length(window), minFeedback),
                    null);
        }
        if (!above(window)) {
            return new Finding.NotNow(
                    Outcome.NOT_NEGATIVE_ENOUGH,
                    "%d of %s in %s are negative: a share of %s, which is not above %s."
                            .formatted(
                                    window.negatives(),
                                    counted(window.events(), "event"),
                                    length(window),
                                    share(window.negativeShare()),
                                    share(negativeShare)),
                    null);
        }
        return null;
    }

    /** In decimals, so that 29 of 100 is not above 0.29. */
    private boolean above(Window window) {
        BigDecimal bound = BigDecimal.valueOf(negativeShare).multiply(BigDecimal.valueOf(window.events()));
        return BigDecimal.valueOf(window.negatives()).compareTo(bound) > 0;
    }

    /** @param now of the finding, which later history is measured by */
    public Finding judge(
            String workspace, String component, Window window, Reasons reasons, Standing standing, Instant now) {
        Finding.NotNow early = tooLittle(window);
        if (early != null) {
            return early;
        }
        if (standing.inCanary()) {
            return new Finding.NotNow(
                    Outcome.IN_CANARY,
                    "A patch for %s is in the canary, and what comes of that is waited for.".formatted(component),
                    null);
        }
        Causes.Cluster cluster = Causes.of(reasons).get(0);
        Cause cause = cluster.cause();
        for (Past past : standing.history()) {
            if (past.cause().equals(cause.id())) {
                Finding.NotNow obstacle =
                        obstacle(cause, past, standing.suggestions().get(past.requestId()), now);
                if (obstacle != null) {
                    return obstacle;
                }
            }
        }
        String description = description(component, window, cause);
        UUID id = standing.open().getOrDefault(cause.id(), UUID.randomUUID());
        double confidence = 0.7 * window.negativeShare() + 0.3 * Math.min(1, window.negatives() / 20.0);
        List<Evidence> evidence = reasons.newest().stream()
                .filter(event -> cluster.members().contains(event.feedbackId()))
                .limit(MOST_EVIDENCE)
                .toList();
        Suggestion suggestion = new Suggestion(
                id,
                now,
                workspace,
                component,
                cause,
                kind(window),
                description,
                confidence,
                cluster.members().stream().limit(MOST_IDS).toList(),
                window,
                evidence,
                standing.history());
        return new Finding.Worth(suggestion, description);
    }

    private Finding.NotNow obstacle(Cause cause, Past past, UUID suggestion, Instant now) {
        if (!past.status().settled()) {
            return new Finding.NotNow(
                    Outcome.OPEN_PROPOSAL,
                    "Most often it is %s, and a patch for that is waiting already.".formatted(cause.label()),
                    suggestion);
        }
        boolean refused = past.status() == PatchStatus.DENIED || past.status() == PatchStatus.ROLLED_BACK;
        Instant until = past.at().plus(coolDown);
        if (!refused || !until.isAfter(now)) {
            return null;
        }
        return new Finding.NotNow(
                Outcome.COOLING_DOWN,
                "Most often it is %s, and the last patch for that was %s%s. The loop leaves it alone until %s."
                        .formatted(
                                cause.label(),
                                past.status() == PatchStatus.DENIED ? "denied" : "rolled back",
                                past.category() == null
                                        ? ""
                                        : " as " + past.category().id().replace('_', ' '),
                                until.truncatedTo(ChronoUnit.SECONDS)),
                suggestion);
    }

    /** As the reference says: the gravest thing that happened decides, not the most frequent. */
    private static Kind kind(Window window) {
        if (window.gateViolations() > 0) {
            return Kind.BEHAVIOR_CHANGE;
        }
        if (window.ariAlerts() > 0) {
            return Kind.PARAMETER_ADJUSTMENT;
        }
        return window.edmAlerts() > 0 ? Kind.PROMPT_REFINEMENT : Kind.PARAMETER_ADJUSTMENT;
    }

    private String description(String component, Window window, Cause cause) {
        String before = window.shareBefore() == null
                ? "nothing came in before that"
                : "it was %s in as long a time before".formatted(share(window.shareBefore()));
        return "%d of %s on %s in %s are negative: a share of %s, above %s; %s. Most often it is %s (%d)."
                .formatted(
                        window.negatives(),
                        counted(window.events(), "event"),
                        component,
                        length(window),
                        share(window.negativeShare()),
                        share(negativeShare),
                        before,
                        cause.label(),
                        cause.events());
    }

    private static String counted(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }

    private static String length(Window window) {
        Duration length = Duration.between(window.from(), window.to());
        return Stream.of(
                        length.toDays() >= 2 ? length.toDays() + " days" : null,
                        length.toHours() >= 2 ? length.toHours() + " hours" : null,
                        length.toMinutes() + " minutes")
                .filter(text -> text != null)
                .findFirst()
                .orElseThrow();
    }
}
