package io.patchgate.generation.authoring;

import io.patchgate.generation.Progress;
import io.patchgate.generation.model.Cancellation;
import io.patchgate.generation.model.Model;
import io.patchgate.generation.model.Prompt;
import io.patchgate.patch.Trial;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks the model, and again with what was wrong, until an answer fits and stands its trial or it has been told often
 * enough.
 */
final class Rounds {
    private final Model model;
    private final WorkerExecutor workers;
    private final Tryout tryout;
    private final int repairs;
    private final Brief.Written brief;
    private final List<Lesson> lessons;
    private final Progress progress;
    private final Cancellation cancellation;

    Rounds(
            Model model,
            WorkerExecutor workers,
            Tryout tryout,
            int repairs,
            Brief.Written brief,
            List<Lesson> lessons,
            Progress progress,
            Cancellation cancellation) {
        this.model = model;
        this.workers = workers;
        this.tryout = tryout;
        this.repairs = repairs;
        this.brief = brief;
        this.lessons = lessons;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * @param draft null where none fits, and then {@code fault} is a sentence for reviewers
     * @param tried what came of its trial
     * @param said what a check wrote about it, for the model alone; may be null
     */
    record Result(Draft draft, Trial.Result tried, String fault, String said) {
        static Result unfit(String fault, String said) {
            return new Result(null, null, fault, said);
        }
    }

    Future<Result> run() {
        return round(brief.prompt(), 0);
    }

    private Future<Result> round(Prompt prompt, int told) {
        String without = brief.leftOut().isEmpty() ? "" : " Left out: " + String.join("; ", brief.leftOut()) + ".";
        String round = "round " + (told + 1) + " of at most " + (repairs + 1) + ".";
        progress.step("Asking the model, " + round + bounded(without));
        return Frozen.unless(progress)
                .compose(free -> model.complete(prompt, cancellation))
                .compose(answer -> fitted(answer.text(), round).compose(result -> {
                    if (result.draft() != null) {
                        return Future.succeededFuture(result);
                    }
                    if (told == repairs) {
                        return Future.succeededFuture(Result.unfit(
                                "The model gave no patch that can be used in " + (repairs + 1) + " rounds. The last: "
                                        + result.fault(),
                                null));
                    }
                    return round(brief.repair(answer.text(), result.fault(), result.said()), told + 1);
                }));
    }

    private static String bounded(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    private Future<Result> fitted(String answer, String round) {
        return workers.executeBlocking(() -> read(answer), false).compose(result -> {
            if (result.draft() == null) {
                return Future.succeededFuture(result);
            }
            progress.step("Trying what the model wrote, " + round);
            return tryout.of(result.draft(), progress)
                    .map(tried -> tried.failed() == null
                            ? new Result(result.draft(), tried, null, null)
                            : Result.unfit(Tryout.sentence(tried.failed()), tryout.told(tried.failed())));
        });
    }

    private Result read(String answer) {
        try {
            Draft draft = Draft.of(Edits.parse(answer), brief.files());
            return repeated(draft)
                    .map(fault -> Result.unfit(fault, null))
                    .orElseGet(() -> new Result(draft, null, null, null));
        } catch (Unfit e) {
            return Result.unfit(e.getMessage(), null);
        }
    }

    /** Why the draft is a patch that people have refused before. */
    private Optional<String> repeated(Draft draft) {
        for (Lesson lesson : lessons) {
            double same = lesson.refused() ? Similarity.of(draft.diff(), lesson.diff()) : 0;
            if (same >= Similarity.SAME) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "It is to %.0f %% the patch of request %s, which was %s%s.",
                        100 * same,
                        lesson.requestId(),
                        lesson.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        lesson.category() == null ? "" : " as " + lesson.category()));
            }
        }
        return Optional.empty();
    }
}
