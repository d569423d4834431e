package io.patchgate.generation;

import io.patchgate.bus.Canaries;
import io.patchgate.bus.Failure.FieldError;
import io.patchgate.bus.Store.Feedback;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a monitor says in {@code context} and {@code metrics}. A field that has a meaning must fit it; any other is
 * kept as it came. A payload that is missing altogether leaves the event as plain as it is.
 */
final class Payload {
    private static final Set<String> GATES = Set.of("autonomy", "humanity", "oversight", "alignment");
    private static final Set<String> SEVERITIES = Set.of("low", "medium", "high");
    private static final Set<String> EDM_KINDS = Set.of("unfalsifiable", "missing_citation", "vague_claim");
    private static final Set<String> VARIANTS = Set.of(Canaries.STABLE, Canaries.CANARY);
    private static final int MAX_REASON = 2_000;

    /** The readings of the agency monitor and where they lie, in the order in which they explain an alert. */
    private static final Map<String, double[]> ARI = new LinkedHashMap<>();

    static {
        ARI.put("delta_agency", new double[] {-1, 1});
        ARI.put("bhir", new double[] {0, 1_000_000});
        ARI.put("skill_development", new double[] {-1, 1});
        ARI.put("ai_reliance", new double[] {0, 1});
        ARI.put("task_efficacy", new double[] {0, 1});
        ARI.put("autonomy_retention", new double[] {0, 1});
        ARI.put("user_skill_before", new double[] {0, 1});
        ARI.put("user_skill_after", new double[] {0, 1});
    }

    private final Feedback event;
    private final String prefix;
    private final List<FieldError> errors;
    private final JsonObject context;
    private final JsonObject metrics;

    /** @param prefix of the names of fields, in errors */
    Payload(Feedback event, String prefix, List<FieldError> errors) {
        this.event = event;
        this.prefix = prefix;
        this.errors = errors;
        this.context = object(event.context());
        this.metrics = object(event.metrics());
    }

    private static JsonObject object(String json) {
        return json.equals("{}") ? new JsonObject() : new JsonObject(json);
    }

    /** Why the event is negative, or null where it is not; says in {@code errors} what does not fit. */
    String reason(Thresholds thresholds) {
        return switch (event.type()) {
            case "explicit_negative", "implicit_negative" -> event.comment() == null ? "unsaid" : "said";
            case "gate_violation" -> gate();
            case "ari_alert" -> {
                String alert = ari(thresholds);
                yield alert == null ? "ari:unspecified" : alert;
            }
            case "edm_alert" -> edm();
            case "performance_metric" -> performance(thresholds);
            default -> null;
        };
    }

    /** Which side of a canary the event is of, or null; a monitor alone can say. */
    String variant() {
        return event.trusted() && context.containsKey(Canaries.VARIANT)
                ? (String) oneOf(Canaries.VARIANT, VARIANTS)
                : null;
    }

    private String gate() {
        Object gate = oneOf("gate_type", GATES);
        Object passed = value("passed");
        if (passed != null && !(passed instanceof Boolean)) {
            wrong("passed", "must be true or false");
        }
        number("score", -1, 1);
        Object reason = value("reason");
        if (reason != null && !(reason instanceof String text && text.length() <= MAX_REASON)) {
            wrong("reason", "must be a text of at most " + MAX_REASON + " characters");
        }
        if (Boolean.TRUE.equals(passed)) {
            return null;
        }
        return "gate:" + (gate == null ? "unspecified" : gate);
    }

    private String edm() {
        Object kind = oneOf("kind", EDM_KINDS);
        oneOf("severity", SEVERITIES);
        return "edm:" + (kind == null ? "unspecified" : kind);
    }

    private String ari(Thresholds thresholds) {
        String alert = null;
        for (Map.Entry<String, double[]> field : ARI.entrySet()) {
            Double reading = number(field.getKey(), field.getValue()[0], field.getValue()[1]);
            if (alert == null && reading != null && alarming(field.getKey(), reading, thresholds)) {
                alert = "ari:" + field.getKey();
            }
        }
        return alert;
    }

    private static boolean alarming(String field, double reading, Thresholds thresholds) {
        return switch (field) {
            case "delta_agency" -> reading < thresholds.deltaAgency();
            case "bhir" -> reading < thresholds.bhir();
            case "skill_development" -> reading < thresholds.skillDevelopment();
            case "ai_reliance" -> reading > thresholds.aiReliance();
            default -> false;
        };
    }

    private String performance(Thresholds thresholds) {
        String alert = ari(thresholds);
        for (Map.Entry<String, Double> limit : new TreeMap<>(thresholds.performance()).entrySet()) {
            Double reading = number(limit.getKey(), -Double.MAX_VALUE, Double.MAX_VALUE);
            if (alert == null && reading != null && reading > limit.getValue()) {
                alert = "performance:" + limit.getKey();
            }
        }
        return alert;
    }

    private Object value(String field) {
        return context.containsKey(field) ? context.getValue(field) : metrics.getValue(field);
    }

    private Object oneOf(String field, Set<String> known) {
        Object value = value(field);
        if (value != null && !known.contains(value)) {
            wrong(
                    field,
                    "must be one of "
                            + String.join(", ", known.stream().sorted().toList()));
            return null;
        }
        return value;
    }

    private Double number(String field, double least, double most) {
        Object value = value(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        boolean bounded = most <= 1_000_000;
        wrong(field, bounded ? "must be a number from " + plain(least) + " to " + plain(most) : "must be a number");
        return null;
    }

    private static String plain(double number) {
        return Long.toString((long) number);
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(prefix + (context.containsKey(field) ? "context." : "metrics.") + field, message));
    }
}
