package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Canaries.Canary;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Signal;
import io.patchgate.patch.Submission;
import io.patchgate.statistics.Calibration;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The views of a patch request as JSON: a list row, a reviewer's whole request, an agent's own. */
final class PatchRequestJson {
    private final double highConfidence;

    /** @param highConfidence above which a request says so */
    PatchRequestJson(double highConfidence) {
        this.highConfidence = highConfidence;
    }

    /** Columns that were not asked for are absent; those too long for a row are named in {@code omitted}. */
    void row(JsonGenerator json, Store.PatchRow row, Store.ListQuery query) throws IOException {
        json.writeStartObject();
        core(json, row);
        if (row.tally() != null) {
            json.writeNumberField("required_approvals", row.tally().required());
            json.writeNumberField("approvals", row.tally().approvals());
            json.writeBooleanField("changes_requested", row.changesWanted());
        }
        if (query.withDiff() && row.diff() != null) {
            json.writeStringField("diff", row.diff());
        }
        if (query.withNewCode() && !row.omitted().contains("new_code_blob")) {
            text(json, "new_code_blob", row.newCodeBlob());
        }
        if (!row.omitted().isEmpty()) {
            strings(json, "omitted", row.omitted());
        }
        json.writeEndObject();
    }

    /**
     * What is worked out for reviewers, upon their own call.
     *
     * @param calibration of the request's proposer for its component
     * @param signals empty where they are not known yet
     * @param canary empty where it never was in one
     */
    record Advice(Calibration calibration, Optional<List<Signal>> signals, Optional<Canary> canary) {}

    void detail(
            JsonGenerator json,
            Store.PatchDetail detail,
            Gating.Standing standing,
            Reviewing.Conversation conversation,
            Advice advice)
            throws IOException {
        Store.PatchRow row = detail.row();
        json.writeStartObject();
        json.writeStringField("view", "reviewer");
        core(json, row);
        OptionalDouble calibrated = advice.calibration.calibrated(row.confidence());
        json.writeFieldName("calibrated_confidence");
        if (calibrated.isPresent()) {
            json.writeNumber(calibrated.getAsDouble());
        } else {
            json.writeNull();
        }
        json.writeNumberField("calibration_ends", advice.calibration.ends());
        text(json, "diff", row.diff());
        text(json, "new_code_blob", detail.changes().get(0).newCode());
        text(json, "owner", detail.owner());
        text(json, "supersedes", detail.supersedes());
        if (detail.previouslyRolledBack() != null) {
            text(json, "previously_rolled_back", detail.previouslyRolledBack());
        }
        json.writeArrayFieldStart("changes");
        for (int i = 0; i < detail.changes().size(); i++) {
            change(json, detail.changes().get(i), detail.files().get(i));
        }
        json.writeEndArray();
        text(json, "approval_key", standing.approvalKey());
        text(json, "policy_version", detail.policyVersion());
        VotesJson.write(json, detail, standing);
        ConversationJson.write(json, row.requestId(), conversation);
        EvidenceJson.write(json, row.requestId(), standing.checks());
        SignalsJson.write(json, advice.signals);
        CanaryJson.write(json, advice.canary);
        json.writeBooleanField("canary_first", standing.canaryFirst());
        json.writeBooleanField("stale", standing.stale());
        if (standing.refusal() != null) {
            json.writeStringField("refusal", standing.refusal());
        }
        if (standing.stale()) {
            text(json, "current_diff", standing.currentDiff());
        }
        json.writeEndObject();
    }

    /** Holds nothing that the gate or the disk could have a part in. */
    void own(JsonGenerator json, Store.SubmissionView view, Reviewing.Conversation conversation) throws IOException {
        Submission submission = view.submission();
        json.writeStartObject();
        json.writeStringField("view", "owner");
        core(json, ownRow(view));
        text(json, "new_code_blob", ownNewCode(submission));
        text(json, "supersedes", submission.supersedes());
        json.writeArrayFieldStart("changes");
        for (Change change : submission.changes()) {
            ownChange(json, submission.revision() == null ? change : unsent(change));
        }
        json.writeEndArray();
        ConversationJson.write(json, submission.requestId(), conversation);
        json.writeEndObject();
    }

    static Store.PatchRow ownRow(Store.SubmissionView view) {
        Submission s = view.submission();
        return new Store.PatchRow(
                s.requestId(),
                s.createdAt(),
                s.submittedBy(),
                s.workspace(),
                s.target().value(),
                s.changes().size(),
                s.component(),
                s.improvementType(),
                s.confidence(),
                s.reasoning(),
                s.feedbackIds(),
                s.metrics(),
                view.outcome(),
                null,
                ownNewCode(s),
                List.of(),
                null);
    }

    /** As sent: what a diff makes of the file on disk would show its sender the file. */
    private static String ownNewCode(Submission submission) {
        Change first = submission.changes().get(0);
        boolean sent = first.form() == Change.Form.NEW_CODE && submission.revision() == null;
        return sent ? first.newCode() : null;
    }

    /** What a person made of a request holds lines of the file on disk. */
    private static Change unsent(Change change) {
        return change.deletes() ? change : new Change(change.target(), Change.Form.NEW_CODE, null, null, null);
    }

    private void core(JsonGenerator json, Store.PatchRow row) throws IOException {
        Store.Outcome outcome = row.outcome();
        json.writeStringField("request_id", row.requestId().toString());
        json.writeStringField("created_at", row.createdAt().toString());
        json.writeStringField("target_file", row.targetFile());
        json.writeStringField("reasoning", row.reasoning());
        json.writeStringField("component", row.component());
        json.writeStringField("improvement_type", row.improvementType());
        json.writeNumberField("confidence", row.confidence());
        json.writeBooleanField("high_confidence", row.confidence() > highConfidence);
        json.writeStringField("status", outcome.status().name());
        text(json, "reviewed_at", outcome.reviewedAt());
        text(json, "reviewed_by", outcome.reviewedBy());
        text(json, "review_comment", outcome.reviewComment());
        text(
                json,
                "category",
                outcome.category() == null ? null : outcome.category().id());
        text(json, "applied_at", outcome.appliedAt());
        text(json, "application_error", outcome.applicationError());
        strings(json, "feedback_ids", row.feedbackIds());
        json.writeFieldName("metrics");
        json.writeRawValue(row.metrics() == null ? "{}" : row.metrics());
        json.writeStringField("submitted_by", row.submittedBy());
        json.writeStringField("workspace", row.workspace());
        json.writeNumberField("file_count", row.fileCount());
    }

    private static void change(JsonGenerator json, Change change, BaseFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("target_file", change.target().value());
        json.writeStringField("kind", file.kind());
        json.writeStringField("form", change.form().name().toLowerCase(Locale.ROOT));
        text(json, "new_code", change.newCode());
        text(json, "diff", change.diff());
        text(json, "original_code", change.originalCode());
        json.writeStringField("encoding", change.encoding().id());
        text(json, "base_sha256", file.baseSha256());
        text(json, "new_sha256", file.newSha256());
        json.writeEndObject();
    }

    /** As sent. */
    static void ownChange(JsonGenerator json, Change change) throws IOException {
        json.writeStartObject();
        json.writeStringField("target_file", change.target().value());
        switch (change.form()) {
            case NEW_CODE -> {
                if (change.newCode() != null) {
                    json.writeStringField("new_code", change.newCode());
                }
            }
            case DELETE -> json.writeBooleanField("delete", true);
            case DIFF -> json.writeStringField("diff", change.diff());
        }
        if (change.originalCode() != null) {
            json.writeStringField("original_code", change.originalCode());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Object value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
