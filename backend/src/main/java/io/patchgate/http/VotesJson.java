package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How a request stands with its reviewers, as JSON: who voted, how many it takes, and why. */
final class VotesJson {
    private VotesJson() {}

    static void write(JsonGenerator json, Store.PatchDetail detail, Gating.Standing standing) throws IOException {
        String key = keyThatCounts(detail, standing);
        json.writeNumberField("required_approvals", standing.demand().approvals());
        json.writeNumberField(
                "approvals",
                detail.votes().stream().filter(vote -> counts(vote, key)).count());
        json.writeArrayFieldStart("votes");
        for (Store.Vote vote : detail.votes()) {
            vote(json, vote, counts(vote, key));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("approval_reasons");
        for (Demand.Reason reason : standing.demand().reasons()) {
            reason(json, reason);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rollback_votes");
        for (Store.Vote vote : detail.rollbackVotes()) {
            vote(json, vote, true);
        }
        json.writeEndArray();
    }

    /** That of this moment while votes are cast; afterwards that of the vote which ended it. */
    private static String keyThatCounts(Store.PatchDetail detail, Gating.Standing standing) {
        List<Store.Vote> votes = detail.votes();
        boolean pending = detail.row().outcome().status() == PatchStatus.PENDING_APPROVAL;
        return pending || votes.isEmpty()
                ? standing.approvalKey()
                : votes.get(votes.size() - 1).approvalKey();
    }

    private static boolean counts(Store.Vote vote, String key) {
        return vote.approved() && vote.approvalKey().equals(key);
    }

    private static void vote(JsonGenerator json, Store.Vote vote, boolean counts) throws IOException {
        json.writeStartObject();
        json.writeStringField("reviewer", vote.reviewer());
        json.writeBooleanField("approved", vote.approved());
        json.writeStringField("at", vote.at().toString());
        if (vote.comment() != null) {
            json.writeStringField("comment", vote.comment());
        }
        json.writeBooleanField("counts", counts);
        json.writeEndObject();
    }

    private static void reason(JsonGenerator json, Demand.Reason reason) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", reason.kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("approvals", reason.approvals());
        if (reason.target() != null) {
            json.writeStringField("target_file", reason.target().value());
        }
        if (reason.pattern() != null) {
            json.writeStringField("pattern", reason.pattern());
        }
        if (!reason.chain().isEmpty()) {
            json.writeArrayFieldStart("chain");
            for (Demand.Import step : reason.chain()) {
                json.writeStartObject();
                json.writeStringField("file", step.file());
                json.writeNumberField("line", step.line());
                json.writeStringField("module", step.module());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!reason.reviewers().isEmpty()) {
            json.writeArrayFieldStart("reviewers");
            for (String reviewer : reason.reviewers()) {
                json.writeString(reviewer);
            }
            json.writeEndArray();
        }
        if (reason.note() != null) {
            json.writeStringField("note", reason.note());
        }
        json.writeEndObject();
    }
}
