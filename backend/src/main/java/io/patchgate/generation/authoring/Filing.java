package io.patchgate.generation.authoring;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Store;
import io.patchgate.patch.Change;
import io.patchgate.patch.Submission;
import io.patchgate.patch.Trial;
import io.patchgate.workspace.Sha256;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * Files a patch exactly as an agent's submission is filed, before any verdict, under a name of the loop's own. A
 * suggestion becomes one request, however often its filing is begun.
 */
final class Filing {
    /** Who files. No token is made for this name. */
    static final String SUBJECT = "patchgate-loop";

    private static final String IMPROVEMENT_TYPE = "CODE_PATCH";
    private static final int MAX_SUMMARY = 2_000;

    private final Bus bus;
    private final Clock clock;

    Filing(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /** The request that the suggestion has become already. */
    Future<Optional<UUID>> earlier(Improvements.Suggestion suggestion) {
        return bus.ask(Addresses.STORE_REPLAY, new Store.Replay(SUBJECT, key(suggestion)))
                .map(receipt -> receipt.map(Store.Receipt::requestId));
    }

    /** @param owner who asked for it and may not approve it, or null */
    Future<UUID> file(Improvements.Suggestion suggestion, Draft draft, Trial.Result tried, String model, String owner) {
        return bus.ask(Addresses.GATE_INSPECT, new Gating.Inspection(suggestion.workspace(), draft.changes(), false))
                .compose(changes ->
                        bus.ask(Addresses.STORE_RECEIVE, submission(suggestion, draft, tried, model, owner, changes)))
                .map(Store.Receipt::requestId);
    }

    private Submission submission(
            Improvements.Suggestion suggestion,
            Draft draft,
            Trial.Result tried,
            String model,
            String owner,
            List<Change> changes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Submission(
                UUID.randomUUID(),
                now,
                SUBJECT,
                owner,
                suggestion.workspace(),
                suggestion.component(),
                IMPROVEMENT_TYPE,
                Confidence.tried(prior(suggestion), tried),
                reasoning(suggestion, draft, tried),
                suggestion.feedbackIds(),
                metrics(suggestion, tried, model).encode(),
                changes,
                null,
                key(suggestion));
    }

    private static Submission.Idempotency key(Improvements.Suggestion suggestion) {
        String key = "suggestion " + suggestion.id();
        return new Submission.Idempotency(key, Sha256.hex(key.getBytes(StandardCharsets.UTF_8)));
    }

    static double prior(Improvements.Suggestion suggestion) {
        Improvements.Window window = suggestion.window();
        return Confidence.of(
                suggestion.feedbackIds(),
                window.events() == 0 ? OptionalDouble.empty() : OptionalDouble.of(window.negativeShare()));
    }

    private static JsonObject metrics(Improvements.Suggestion suggestion, Trial.Result tried, String model) {
        Improvements.Window window = suggestion.window();
        return new JsonObject()
                .put("negative_ratio", Math.round(1_000 * window.negativeShare()) / 1_000.0)
                .put("feedback_events", window.events())
                .put("negative_events", window.negatives())
                .put("gate_violations", window.gateViolations())
                .put("ari_alerts", window.ariAlerts())
                .put("edm_alerts", window.edmAlerts())
                .put("prior_confidence", prior(suggestion))
                .put("checks_passed", tried.passed().size())
                .put("cause", suggestion.cause().id())
                .put("model", model);
    }

    private static String reasoning(Improvements.Suggestion suggestion, Draft draft, Trial.Result tried) {
        Improvements.Window window = suggestion.window();
        String summary = keepable(draft.summary());
        return String.format(
                Locale.ROOT,
                "Component: %s\nImprovement: %s\nMotivation: based on %d feedback events\n"
                        + "Key metrics: negative ratio %.2f (%d of %d), gate violations %d, ARI alerts %d, EDM alerts"
                        + " %d\nTried before filing: %s\n\nThe model says: %s\n",
                suggestion.component(),
                keepable(suggestion.description()),
                suggestion.feedbackIds().stream().distinct().count(),
                window.negativeShare(),
                window.negatives(),
                window.events(),
                window.gateViolations(),
                window.ariAlerts(),
                window.edmAlerts(),
                trial(tried),
                summary.isBlank() ? "nothing." : summary);
    }

    private static String trial(Trial.Result tried) {
        String passed = tried.passed().isEmpty() ? "" : String.join(", ", tried.passed()) + " passed";
        String missing = tried.notRun() == null ? "" : "not run: " + keepable(tried.notRun());
        return passed.isEmpty() && missing.isEmpty()
                ? "no command of the workspace is required"
                : passed + (passed.isEmpty() || missing.isEmpty() ? "" : "; ") + missing;
    }

    /** What the database takes, and no more than a person reads. */
    private static String keepable(String text) {
        String shown = text.codePointCount(0, text.length()) > MAX_SUMMARY
                ? text.substring(0, text.offsetByCodePoints(0, MAX_SUMMARY)) + "…"
                : text;
        return shown.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
