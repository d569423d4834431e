package io.patchgate.revision;

import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Change;
import io.patchgate.patch.Revision;
import io.patchgate.patch.Submission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Every revision by a person, as the submission that it is: it goes the way of all submissions, and is judged, checked
 * and voted on anew.
 */
final class Revisions {
    private Revisions() {}

    /** Still the agent's request, whose owner still answers for it; and nobody who edited it approves it. */
    static Submission replacing(
            Store.PatchDetail request,
            Reviewing.Conversation conversation,
            Actor actor,
            Revision.Kind kind,
            List<Change> changes,
            List<Revision.Dropped> dropped) {
        Set<String> editors = new LinkedHashSet<>();
        if (conversation.revision() != null) {
            editors.addAll(conversation.revision().editors());
        }
        editors.add(actor.subject());
        UUID earlier = request.row().requestId();
        Store.PatchRow row = request.row();
        return new Submission(
                UUID.randomUUID(),
                now(),
                row.submittedBy(),
                request.owner(),
                row.workspace(),
                row.component(),
                row.improvementType(),
                row.confidence(),
                row.reasoning(),
                row.feedbackIds(),
                row.metrics(),
                changes,
                earlier,
                null,
                new Revision(kind, actor.subject(), earlier, new ArrayList<>(editors), dropped));
    }

    /** The person's own request, which he may therefore not approve. No agent's figures speak for it. */
    static Submission reverting(Store.PatchDetail request, Reviewing.Revert revert, List<Change> changes) {
        Store.PatchRow row = request.row();
        String person = revert.actor().subject();
        String reasoning = "Takes back the request " + row.requestId()
                + ", keeping what was changed since on other lines."
                + (revert.comment() == null ? "" : "\n\n" + revert.comment());
        return new Submission(
                UUID.randomUUID(),
                now(),
                person,
                null,
                row.workspace(),
                row.component(),
                "REVERT",
                0,
                reasoning,
                List.of(),
                "{}",
                changes,
                null,
                null,
                new Revision(Revision.Kind.REVERT, person, row.requestId(), List.of(person), List.of()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
