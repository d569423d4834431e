package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Canaries;
import io.patchgate.bus.Outcomes.Analytics;
import io.patchgate.bus.Outcomes.Decided;
import io.patchgate.bus.Outcomes.End;
import io.patchgate.bus.Outcomes.Row;
import io.patchgate.statistics.Calibration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Outcomes, calibrations and decisions as reviewers read them. */
final class AnalyticsJson {
    private static final int MOST_PROPOSERS = 100;

    private AnalyticsJson() {}

    static void write(JsonGenerator json, Analytics analytics) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("outcomes");
        for (Row row : analytics.outcomes()) {
            outcome(json, row);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("canaries");
        for (Canaries.Row row : analytics.canaries()) {
            json.writeStartObject();
            json.writeStringField("request_id", row.requestId().toString());
            json.writeStringField("workspace", row.workspace());
            json.writeStringField("component", row.component());
            json.writeStringField("target_file", row.targetFile());
            json.writeStringField("proposer", row.proposer());
            CanaryJson.write(json, Optional.of(row.canary()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("calibrations");
        for (Map.Entry<Proposer, List<End>> entry : byProposer(analytics.ends())) {
            calibration(json, entry.getKey(), entry.getValue());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("decisions");
        for (Decided day : analytics.decisions()) {
            json.writeStartObject();
            json.writeStringField("day", day.day().toString().substring(0, 10));
            json.writeNumberField("applied", day.approved());
            json.writeNumberField("denied", day.denied());
            json.writeNumberField("failed", day.failed());
            json.writeNumberField("rolled_back", day.rolledBack());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private record Proposer(String component, String subject) {}

    private static List<Map.Entry<Proposer, List<End>>> byProposer(List<End> ends) {
        Map<Proposer, List<End>> found =
                new TreeMap<>(Comparator.comparing(Proposer::component).thenComparing(Proposer::subject));
        ends.forEach(end -> found.computeIfAbsent(
                        new Proposer(end.component(), end.proposer()), proposer -> new ArrayList<>())
                .add(end));
        return found.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .limit(MOST_PROPOSERS)
                .toList();
    }

    private static void calibration(JsonGenerator json, Proposer proposer, List<End> ends) throws IOException {
        Calibration calibration = Calibration.of(ends.stream()
                .map(end -> new Calibration.End(end.stated(), end.good()))
                .toList());
        json.writeStartObject();
        json.writeStringField("component", proposer.component());
        json.writeStringField("proposer", proposer.subject());
        json.writeNumberField("ends", calibration.ends());
        json.writeNumberField("good", calibration.good());
        json.writeNumberField("brier", calibration.brier());
        json.writeBooleanField("enough", calibration.ends() >= Calibration.ENOUGH);
        json.writeArrayFieldStart("bins");
        for (Calibration.Bin bin : calibration.bins()) {
            json.writeStartObject();
            json.writeNumberField("from", bin.from());
            json.writeNumberField("to", bin.to());
            json.writeNumberField("ends", bin.ends());
            json.writeNumberField("stated", bin.stated());
            json.writeNumberField("observed", bin.observed());
            json.writeNumberField("low", bin.interval().low());
            json.writeNumberField("high", bin.interval().high());
            json.writeNumberField("calibrated", bin.calibrated());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("request_id", row.requestId().toString());
        json.writeStringField("workspace", row.workspace());
        json.writeStringField("component", row.component());
        json.writeStringField("target_file", row.targetFile());
        json.writeStringField("proposer", row.proposer());
        text(json, "applied_at", row.appliedAt());
        json.writeStringField("verdict", row.verdict().id());
        json.writeStringField("sentence", row.sentence());
        json.writeNumberField("events_before", row.before());
        json.writeNumberField("events_after", row.after());
        json.writeFieldName("effects");
        json.writeRawValue(row.effects());
        text(json, "looked_at", row.lookedAt());
        text(json, "ended_at", row.endedAt());
        json.writeStringField("rollback", row.rollback());
        json.writeStringField("rollback_note", row.rollbackNote());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Object value) throws IOException {
        json.writeStringField(name, value == null ? null : value.toString());
    }
}
