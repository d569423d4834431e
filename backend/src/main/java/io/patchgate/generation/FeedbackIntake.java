package io.patchgate.generation;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What counts as feedback and why it is negative, before it is kept. */
final class FeedbackIntake {
    static final int MAX_EVENTS = 1_000;

    private static final Set<String> TYPES = Set.of(
            "explicit_positive",
            "explicit_negative",
            "implicit_positive",
            "implicit_negative",
            "gate_violation",
            "ari_alert",
            "edm_alert",
            "performance_metric");

    private FeedbackIntake() {}

    /**
     * @param canaries the workspaces that have one, in which a monitor's {@code context.variant} has a meaning
     * @throws Failure INVALID, naming every field of every event that does not fit, the first twenty of them
     */
    static List<Store.ReadFeedback> read(List<Store.Feedback> events, Thresholds thresholds, Set<String> canaries) {
        List<Failure.FieldError> errors = new ArrayList<>();
        List<Store.ReadFeedback> read = new ArrayList<>(events.size());
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            errors.add(new Failure.FieldError("body", "must hold 1 to " + MAX_EVENTS + " events"));
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < events.size() && errors.size() < 20; i++) {
            Store.Feedback event = events.get(i);
            if (!TYPES.contains(event.type())) {
                errors.add(new Failure.FieldError("[" + i + "].type", "must be one of " + sorted()));
            }
            if (!ids.add(event.feedbackId())) {
                errors.add(new Failure.FieldError("[" + i + "].feedback_id", "stands twice in this call"));
            }
            String prefix = events.size() == 1 ? "" : "[" + i + "].";
            Payload payload = new Payload(event, prefix, errors);
            String variant = canaries.contains(event.workspace()) ? payload.variant() : null;
            read.add(new Store.ReadFeedback(event, payload.reason(thresholds), variant));
        }
        if (!errors.isEmpty()) {
            throw new Failure(FailureKind.INVALID, "Some feedback does not fit.", errors);
        }
        return read;
    }

    private static String sorted() {
        return String.join(", ", TYPES.stream().sorted().toList());
    }
}
