package io.patchgate.generation.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchgate.bus.Improvements.Evidence;
import io.patchgate.bus.Improvements.Kind;
import io.patchgate.bus.Improvements.Outcome;
import io.patchgate.bus.Improvements.Past;
import io.patchgate.bus.Improvements.Reasons;
import io.patchgate.bus.Improvements.Standing;
import io.patchgate.bus.Improvements.Window;
import io.patchgate.patch.Category;
import io.patchgate.patch.PatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Analysis ANALYSIS = new Analysis(5, 0.3, Duration.ofDays(7));

    @ParameterizedTest
    @CsvSource({
        "4, 4, TOO_LITTLE_FEEDBACK",
        "5, 1, NOT_NEGATIVE_ENOUGH",
        "10, 3, NOT_NEGATIVE_ENOUGH",
        "10, 4, ",
        "5, 2, ",
        "1000, 300, NOT_NEGATIVE_ENOUGH",
        "1000, 301, "
    })
    void actsStrictlyAboveTheShareAndFromTheLeastNumberOn(int events, int negatives, Outcome outcome) {
        Finding.NotNow early = ANALYSIS.tooLittle(window(events, negatives, 0, 0, 0));
        assertThat(early == null ? null : early.outcome()).isEqualTo(outcome);
    }

    @Test
    void countsInDecimals() {
        Window window = window(100, 29, 0, 0, 0);
        assertThat(new Analysis(5, 0.29, Duration.ofDays(7)).tooLittle(window)).isNotNull();
    }

    @Test
    void saysWhyInFigures() {
        assertThat(ANALYSIS.tooLittle(window(10, 3, 0, 0, 0)).sentence())
                .isEqualTo("3 of 10 events in 30 days are negative: a share of 0.30, which is not above 0.30.");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5, 5, BEHAVIOR_CHANGE",
        "0, 1, 5, PARAMETER_ADJUSTMENT",
        "0, 0, 1, PROMPT_REFINEMENT",
        "0, 0, 0, PARAMETER_ADJUSTMENT"
    })
    void theGravestThingDecidesTheKind(int gates, int ari, int edm, Kind kind) {
        assertThat(found(window(20, 12, gates, ari, edm), said("a b"), nothing())
                        .suggestion()
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void confidenceIsTheReferencesAndEveryIdCountsOnce() {
        List<Evidence> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(new Evidence("same", "explicit_negative", NOW, "said", "It crashed again"));
        }
        var suggestion = found(window(20, 10, 0, 0, 0), new Reasons(Map.of("said", 10), events), nothing())
                .suggestion();
        assertThat(suggestion.confidence()).isEqualTo(0.7 * 0.5 + 0.3 * 0.5, within(1e-12));
        assertThat(suggestion.feedbackIds()).containsExactly("same");
    }

    @Test
    void commentsAreClusteredByTheWordThatMostShareInAnyOrder() {
        List<Evidence> events = new ArrayList<>(said(
                        "The import crashed",
                        "Imports crash with empty files",
                        "Slow answers",
                        "It is slow, so slow",
                        "imports are broken")
                .newest());
        Collections.reverse(events);
        List<Causes.Cluster> clusters = Causes.of(new Reasons(Map.of("said", 5, "gate:autonomy", 2), events));
        assertThat(clusters)
                .extracting(c -> c.cause().id() + " " + c.cause().events())
                .containsExactly("said:import 3", "gate:autonomy 2", "said:slow 2");
    }

    @Test
    void aPatchThatWaitsAndACoolDownHoldTheSameCauseBackAndNoOther() {
        Reasons reasons = said("import", "import", "import", "import", "import");
        Window window = window(10, 5, 0, 0, 0);
        assertThat(judge(window, reasons, past("said:import", PatchStatus.PENDING_APPROVAL, 30)))
                .isInstanceOfSatisfying(
                        Finding.NotNow.class, f -> assertThat(f.outcome()).isEqualTo(Outcome.OPEN_PROPOSAL));
        assertThat(judge(window, reasons, past("said:import", PatchStatus.DENIED, 6)))
                .isInstanceOfSatisfying(Finding.NotNow.class, f -> {
                    assertThat(f.outcome()).isEqualTo(Outcome.COOLING_DOWN);
                    assertThat(f.sentence()).contains("denied as out of scope", "2026-11-23T10:00:00Z");
                });
        assertThat(judge(window, reasons, past("said:import", PatchStatus.DENIED, 7)))
                .isInstanceOf(Finding.Worth.class);
        assertThat(judge(window, reasons, past("said:slow", PatchStatus.DENIED, 1)))
                .isInstanceOf(Finding.Worth.class);
        assertThat(judge(window, reasons, past("said:import", PatchStatus.EXPIRED, 1)))
                .isInstanceOf(Finding.Worth.class);
    }

    @Test
    void whileAPatchIsInTheCanaryNothingIsProposedForItsComponent() {
        Standing canary = new Standing(List.of(), Map.of(), Map.of(), true);
        assertThat(judge(window(10, 5, 0, 0, 0), said("import", "import"), canary))
                .isInstanceOfSatisfying(Finding.NotNow.class, f -> {
                    assertThat(f.outcome()).isEqualTo(Outcome.IN_CANARY);
                    assertThat(f.sentence())
                            .isEqualTo("A patch for learning is in the canary, and what comes of that is waited for.");
                });
    }

    @Test
    void aSuggestionWithoutAPatchStandsUnderItsId() {
        UUID open = UUID.randomUUID();
        var standing = new Standing(List.of(), Map.of("said:import", open), Map.of(), false);
        assertThat(found(window(10, 5, 0, 0, 0), said("import", "import"), standing)
                        .suggestion()
                        .id())
                .isEqualTo(open);
    }

    private static Finding.Worth found(Window window, Reasons reasons, Standing standing) {
        return (Finding.Worth) judge(window, reasons, standing);
    }

    private static Finding judge(Window window, Reasons reasons, Standing standing) {
        return ANALYSIS.judge("default", "learning", window, reasons, standing, NOW);
    }

    private static Standing nothing() {
        return new Standing(List.of(), Map.of(), Map.of(), false);
    }

    private static Standing past(String cause, PatchStatus status, int daysAgo) {
        UUID request = UUID.randomUUID();
        Category category = status == PatchStatus.DENIED ? Category.OUT_OF_SCOPE : null;
        return new Standing(
                List.of(new Past(request, cause, status, NOW.minus(Duration.ofDays(daysAgo)), category, null)),
                Map.of(),
                Map.of(request, UUID.randomUUID()),
                false);
    }

    private static Reasons said(String... comments) {
        List<Evidence> events = new ArrayList<>();
        for (String comment : comments) {
            events.add(new Evidence("f" + events.size(), "explicit_negative", NOW, "said", comment));
        }
        return new Reasons(Map.of("said", comments.length), events);
    }

    private static Window window(int events, int negatives, int gates, int ari, int edm) {
        return new Window(NOW.minus(Duration.ofDays(30)), NOW, events, negatives, gates, ari, edm, 0, null);
    }
}
