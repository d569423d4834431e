package io.patchgate.generation.authoring;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.generation.Author;
import io.patchgate.generation.Authored;
import io.patchgate.generation.Progress;
import io.patchgate.generation.model.Cancellation;
import io.patchgate.generation.model.ModelFailure;
import io.patchgate.generation.model.ModelSettings;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Trial;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Has a model write the patch: finds the files, tells the model what is wrong with them and what people said before,
 * takes an answer only where it fits and stands its trial, and files it. It knows of its requests what any agent knows
 * of his, and nothing of what is protected.
 */
public final class ModelAuthor implements Author {
    private static final int LESSONS = 20;
    private static final long LOOK_AROUND_MILLIS = 500;

    private final Vertx vertx;
    private final Bus bus;
    private final Map<String, Workspace> workspaces;
    private final AuthoringSettings settings;
    private final io.patchgate.generation.model.Model model;
    private final ModelSettings limits;
    private final Filing filing;
    private final BudgetView budget;
    private final Map<String, Trial> trials;
    private final WorkerExecutor readers;
    private final WorkerExecutor trying;

    /**
     * @param workspaces by their name
     * @param trials of what is to be filed, by workspace
     */
    public ModelAuthor(
            Vertx vertx,
            Bus bus,
            Map<String, Workspace> workspaces,
            Map<String, Trial> trials,
            AuthoringSettings settings,
            io.patchgate.generation.model.Model model,
            ModelSettings limits) {
        this.vertx = vertx;
        this.bus = bus;
        this.workspaces = Map.copyOf(workspaces);
        this.settings = settings;
        this.model = model;
        this.limits = limits;
        this.filing = new Filing(bus, Clock.systemUTC());
        this.budget = new BudgetView(vertx, bus, limits);
        this.trials = Map.copyOf(trials);
        this.readers = vertx.createSharedWorkerExecutor("patchgate-author", 2);
        this.trying = vertx.createSharedWorkerExecutor("patchgate-trial", atOnce(), 1, TimeUnit.DAYS);
    }

    @Override
    public int atOnce() {
        return limits.budget().concurrent();
    }

    @Override
    public Optional<Model> model() {
        return Optional.of(budget.shown());
    }

    @Override
    public Future<Authored> write(Improvements.Suggestion suggestion, Progress progress) {
        Cancellation cancellation = new Cancellation();
        long watch = vertx.setPeriodic(LOOK_AROUND_MILLIS, timer -> {
            if (progress.stopped()) {
                cancellation.cancel();
            }
        });
        return filing.earlier(suggestion)
                .compose(earlier -> earlier.<Future<Authored>>map(id -> Future.succeededFuture(new Authored.Filed(id)))
                        .orElseGet(() -> written(suggestion, progress, cancellation)))
                .recover(cause -> progress.stopped() || cause instanceof Frozen
                        ? Future.succeededFuture(new Authored.Stopped())
                        : reason(cause)
                                .<Future<Authored>>map(
                                        sentence -> Future.succeededFuture(new Authored.NotFiled(sentence)))
                                .orElseGet(() -> Future.failedFuture(cause)))
                .onComplete(done -> vertx.cancelTimer(watch));
    }

    private Future<Authored> written(Improvements.Suggestion suggestion, Progress progress, Cancellation cancellation) {
        progress.step("Looking for the files of '" + suggestion.component() + "'.");
        return found(suggestion).compose(found -> {
            if (found.files().isEmpty()) {
                return notFiled(
                        "No file of the component '" + suggestion.component()
                                + "' was found that may be sent to a model; name its files under 'components' of the workspace.");
            }
            return lessons(suggestion).compose(lessons -> asked(suggestion, found, lessons, progress, cancellation));
        });
    }

    private Future<Authored> asked(
            Improvements.Suggestion suggestion,
            Targets.Found found,
            List<Lesson> lessons,
            Progress progress,
            Cancellation cancellation) {
        Brief.Written brief;
        try {
            brief = Brief.write(suggestion, found, lessons, limits.limits().promptTokens());
        } catch (Unfit e) {
            return notFiled(e.getMessage());
        }
        Tryout tryout =
                new Tryout(trials.getOrDefault(suggestion.workspace(), Trial.NONE), trying, settings.checkOutput());
        return new Rounds(model, readers, tryout, settings.repairs(), brief, lessons, progress, cancellation)
                .run()
                .compose(result ->
                        result.draft() == null ? notFiled(result.fault()) : filed(suggestion, result, progress));
    }

    private Future<Authored> filed(Improvements.Suggestion suggestion, Rounds.Result result, Progress progress) {
        progress.step("Filing the patch.");
        return Frozen.unless(progress)
                .compose(free -> filing.file(
                        suggestion,
                        result.draft(),
                        result.tried(),
                        model.name(),
                        progress.owner().orElse(null)))
                .map(Authored.Filed::new);
    }

    private Future<Targets.Found> found(Improvements.Suggestion suggestion) {
        Workspace workspace = workspaces.get(suggestion.workspace());
        if (workspace == null) {
            return Future.failedFuture(
                    new WorkspaceUnavailable("The workspace '" + suggestion.workspace() + "' is not configured here."));
        }
        List<String> named = settings.files(suggestion.workspace(), suggestion.component());
        return readers.executeBlocking(
                () -> Targets.of(workspace, suggestion.component(), named, settings.sendable()), false);
    }

    /** Of the loop's own requests for the component, the newest first, as their agent sees them. */
    private Future<List<Lesson>> lessons(Improvements.Suggestion suggestion) {
        if (!settings.learning()) {
            return Future.succeededFuture(List.of());
        }
        Store.ListQuery query = new Store.ListQuery(
                null,
                suggestion.component(),
                suggestion.workspace(),
                null,
                Store.Sort.CREATED,
                LESSONS,
                null,
                false,
                false);
        return bus.ask(Addresses.STORE_LIST_OWN, new Store.OwnQuery(Filing.SUBJECT, query))
                .compose(page -> {
                    List<Future<Lesson>> lessons = new ArrayList<>();
                    page.rows().forEach(view -> lessons.add(lesson(view)));
                    return Future.all(lessons)
                            .map(all -> lessons.stream()
                                    .map(Future::result)
                                    .filter(lesson ->
                                            lesson.refused() || !lesson.said().isEmpty())
                                    .toList());
                });
    }

    private Future<Lesson> lesson(Store.SubmissionView view) {
        UUID id = view.submission().requestId();
        Future<Reviewing.Conversation> conversation = bus.ask(Addresses.STORE_CONVERSATION, id);
        Future<Optional<String>> undone = view.outcome().status() == PatchStatus.ROLLED_BACK
                ? bus.ask(Addresses.STORE_UNDONE, id)
                : Future.succeededFuture(Optional.empty());
        return conversation.compose(said -> undone.map(why -> Lesson.of(view, said, why)));
    }

    private static Future<Authored> notFiled(String reason) {
        return Future.succeededFuture(new Authored.NotFiled(reason));
    }

    /** What keeps a patch from being filed and is no defect, as a sentence. */
    private static Optional<String> reason(Throwable cause) {
        boolean known = cause instanceof ModelFailure
                || cause instanceof WorkspaceUnavailable
                || cause instanceof Failure failure && failure.kind() != io.patchgate.bus.FailureKind.INTERNAL;
        return known ? Optional.of(cause.getMessage()) : Optional.empty();
    }
}
