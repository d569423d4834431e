package io.patchgate.generation.authoring;

import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.Change;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An earlier request of the loop that people did not take as it was, with all that its agent may know of it.
 *
 * @param diff as it was sent
 * @param said what people said, one line each
 */
record Lesson(UUID requestId, PatchStatus status, String category, List<String> said, String diff) {
    /** @param undone what was said when it was rolled back, or withdrawn from the canary */
    static Lesson of(Store.SubmissionView view, Reviewing.Conversation conversation, Optional<String> undone) {
        Store.Outcome outcome = view.outcome();
        List<String> said = new ArrayList<>();
        if (outcome.reviewComment() != null && !outcome.reviewComment().isBlank()) {
            said.add("The decision: " + outcome.reviewComment());
        }
        if (outcome.applicationError() != null) {
            said.add("It could not be applied: " + outcome.applicationError());
        }
        undone.ifPresent(why -> said.add("It was taken back: " + why));
        conversation.comments().forEach(comment -> said.add(spoken(comment)));
        dropped(conversation, said);
        return new Lesson(
                view.submission().requestId(),
                outcome.status(),
                outcome.category() == null ? null : outcome.category().id(),
                List.copyOf(said),
                view.submission().changes().stream().map(Lesson::text).collect(Collectors.joining("\n")));
    }

    private static String spoken(Reviewing.Comment comment) {
        String where = comment.anchor() == null
                ? ""
                : " on line " + comment.anchor().line() + " of "
                        + comment.anchor().target() + " ("
                        + (comment.anchor().side() == Reviewing.Side.BEFORE ? "before" : "after") + " the change)";
        return "A comment" + where + ": " + comment.body();
    }

    /** What a reviewer left out when he went on with the rest. */
    private static void dropped(Reviewing.Conversation conversation, List<String> said) {
        Revision revision = conversation.supersededBy() == null
                ? null
                : conversation.supersededBy().revision();
        if (revision != null) {
            revision.dropped()
                    .forEach(part -> said.add(
                            part.from() == 0
                                    ? "A reviewer left out the whole change of " + part.target() + "."
                                    : "A reviewer left out what it does to " + part.target() + " from line "
                                            + part.from() + " to " + part.to() + "."));
        }
    }

    private static String text(Change change) {
        return change.diff() != null ? change.diff() : change.deletes() ? "" : change.newCode();
    }

    /** Whether somebody judged it, so that the same again would be the same mistake again. */
    boolean refused() {
        return status == PatchStatus.DENIED || status == PatchStatus.ROLLED_BACK;
    }

    String heading() {
        return "An earlier patch, " + requestId + ", "
                + status.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (category == null ? "" : " as " + category);
    }

    String body() {
        return (said.isEmpty() ? "Nobody said why.\n" : String.join("\n", said) + "\n") + "\nWhat it changed:\n" + diff;
    }
}
