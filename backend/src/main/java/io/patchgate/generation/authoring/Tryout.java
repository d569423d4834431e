package io.patchgate.generation.authoring;

import io.patchgate.generation.Progress;
import io.patchgate.patch.Check;
import io.patchgate.patch.Trial;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;

/** Tries drafts by the workspace's checks, and says of what fails as much as the model may be told. */
final class Tryout {
    private static final int MOST_TOLD = 6_000;

    private final Trial trial;
    private final WorkerExecutor workers;
    private final boolean tellsOutput;

    /** @param tellsOutput whether what a command of the workspace wrote may go to the model */
    Tryout(Trial trial, WorkerExecutor workers, boolean tellsOutput) {
        this.trial = trial;
        this.workers = workers;
        this.tellsOutput = tellsOutput;
    }

    /** Fails with {@link Frozen} where it was given up. */
    Future<Trial.Result> of(Draft draft, Progress progress) {
        return workers.executeBlocking(() -> trial.of(draft.whole(), progress::stopped), false)
                .map(result -> result.orElseThrow(Frozen::new));
    }

    static String sentence(Trial.Failed failed) {
        return failed.kind() == Check.Kind.SYNTAX
                ? "It does not parse: the check '" + failed.check() + "' fails."
                : "The workspace's check '" + failed.check() + "' fails with it.";
    }

    /** The end of what it wrote; null where that stays here. What a parser says is about the answer alone. */
    String told(Trial.Failed failed) {
        if (failed.kind() != Check.Kind.SYNTAX && !tellsOutput) {
            return null;
        }
        String said = failed.said();
        return said.length() > MOST_TOLD ? said.substring(said.length() - MOST_TOLD) : said;
    }
}
