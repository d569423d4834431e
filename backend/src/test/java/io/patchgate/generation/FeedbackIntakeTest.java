package io.patchgate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackIntakeTest {
    private static final Thresholds THRESHOLDS = new Thresholds(-0.1, 0.8, -0.15, 0.9, Map.of("latency_ms", 500.0));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "explicit_positive | {} | {} | -",
                "explicit_negative | {} | {} | said",
                "gate_violation | {\"gate_type\":\"autonomy\",\"passed\":false,\"score\":-0.1} | {} | gate:autonomy",
                "gate_violation | {\"gate_type\":\"autonomy\",\"passed\":true,\"score\":0.1} | {} | -",
                "gate_violation | {} | {} | gate:unspecified",
                "ari_alert | {} | {\"delta_agency\":0.0,\"bhir\":0.7} | ari:bhir",
                "ari_alert | {} | {\"delta_agency\":-0.2,\"bhir\":0.7} | ari:delta_agency",
                "performance_metric | {} | {\"ai_reliance\":0.95} | ari:ai_reliance",
                "performance_metric | {} | {\"ai_reliance\":0.9,\"delta_agency\":-0.1,\"bhir\":0.8} | -",
                "performance_metric | {} | {\"skill_development\":-0.16} | ari:skill_development",
                "performance_metric | {} | {\"latency_ms\":501} | performance:latency_ms",
                "performance_metric | {} | {\"latency_ms\":500,\"other\":\"free\"} | -",
                "edm_alert | {} | {\"kind\":\"vague_claim\",\"severity\":\"low\"} | edm:vague_claim"
            })
    void readsWhyAnEventIsNegative(String type, String context, String metrics, String reason) {
        Store.ReadFeedback read = FeedbackIntake.read(List.of(event("f", type, context, metrics)), THRESHOLDS, Set.of())
                .get(0);
        assertThat(read.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gate_violation | {\"gate_type\":\"luck\"} | {} | context.gate_type",
                "gate_violation | {} | {\"score\":2} | metrics.score",
                "gate_violation | {\"passed\":\"no\"} | {} | context.passed",
                "gate_violation | {\"reason\":7} | {} | context.reason",
                "ari_alert | {} | {\"delta_agency\":\"low\"} | metrics.delta_agency",
                "ari_alert | {\"ai_reliance\":1.1} | {} | context.ai_reliance",
                "edm_alert | {\"kind\":\"lie\"} | {} | context.kind",
                "edm_alert | {\"kind\":\"vague_claim\",\"severity\":3} | {} | context.severity"
            })
    void refusesAPayloadThatDoesNotFitByItsField(String type, String context, String metrics, String field) {
        assertThatThrownBy(() -> FeedbackIntake.read(List.of(event("f", type, context, metrics)), THRESHOLDS, Set.of()))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.errors())
                                .extracting(Failure.FieldError::field)
                                .containsExactly(field));
    }

    @Test
    void namesTheEventOfABatch() {
        List<Store.Feedback> events = List.of(
                event("a", "edm_alert", "{}", "{}"),
                event("b", "edm_alert", "{\"kind\":\"lie\"}", "{}"),
                event("a", "edm_alert", "{}", "{}"));
        assertThatThrownBy(() -> FeedbackIntake.read(events, THRESHOLDS, Set.of()))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.errors())
                                .extracting(Failure.FieldError::field)
                                .containsExactly("[1].context.kind", "[2].feedback_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"variant\":\"canary\"} | canary",
                "{\"variant\":\"stable\"} | stable",
                "{\"variant\":null} | -",
                "{} | -"
            })
    void aMonitorSaysWhichSideOfACanaryItIsOf(String context, String variant) {
        assertThat(variant(event("f", "explicit_negative", context, "{\"variant\":\"canary\"}"), Set.of("default")))
                .isEqualTo(variant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Canary\"", "\"B\"", "\"\"", "1", "{}", "[\"canary\"]", "true"})
    void whereThereIsACanaryAVariantThatIsNoneIsRefusedByItsField(String variant) {
        Store.Feedback event = event("f", "explicit_positive", "{\"variant\":" + variant + "}", "{}");
        assertThatThrownBy(() -> variant(event, Set.of("default")))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.errors())
                                .containsExactly(
                                        new Failure.FieldError("context.variant", "must be one of canary, stable")));
    }

    @Test
    void whereThereIsNoneTheWordIsFree() {
        assertThat(variant(event("f", "explicit_positive", "{\"variant\":\"B\"}", "{}"), Set.of("other")))
                .isNull();
        assertThat(variant(event("f", "explicit_positive", "{\"variant\":\"canary\"}", "{}"), Set.of("other")))
                .isNull();
    }

    @Test
    void ofAnAgentTheWordIsFreeAndMeansNothing() {
        for (String variant : List.of("canary", "stable", "B")) {
            String context = "{\"variant\":\"" + variant + "\"}";
            assertThat(variant(event("f", "explicit_positive", context, "{}", false), Set.of("default")))
                    .isNull();
        }
    }

    private static String variant(Store.Feedback event, Set<String> canaries) {
        return FeedbackIntake.read(List.of(event), THRESHOLDS, canaries).get(0).variant();
    }

    private static Store.Feedback event(String id, String type, String context, String metrics) {
        return event(id, type, context, metrics, true);
    }

    private static Store.Feedback event(String id, String type, String context, String metrics, boolean trusted) {
        return new Store.Feedback(
                id,
                type,
                Instant.now(),
                "s",
                "c",
                null,
                null,
                null,
                "comment",
                context,
                metrics,
                "m",
                trusted,
                "default");
    }
}
