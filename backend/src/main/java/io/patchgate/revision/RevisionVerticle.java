package io.patchgate.revision;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Revision;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Revisions that reviewers make of requests, and what they are shown before. All of it happens upon a reviewer's call
 * and for requests that reviewers see; a revision is received like any submission.
 */
public final class RevisionVerticle extends VerticleBase {
    private static final int THREADS = 2;

    private final Bus bus;
    private final Map<String, Workspace> workspaces;
    private WorkerExecutor threads;

    /** @param workspaces by name */
    public RevisionVerticle(Bus bus, Map<String, Workspace> workspaces) {
        this.bus = bus;
        this.workspaces = Map.copyOf(workspaces);
    }

    @Override
    public Future<?> start() {
        threads = vertx.createSharedWorkerExecutor("patchgate-revision", THREADS);
        bus.serve(Addresses.REVISION_REDUCE, this::reduce);
        bus.serve(Addresses.REVISION_PREVIEW_MERGE, this::previewMerge);
        bus.serve(Addresses.REVISION_MERGE, this::merge);
        bus.serve(Addresses.REVISION_PREVIEW_REVERT, this::previewRevert);
        bus.serve(Addresses.REVISION_REVERT, this::revert);
        bus.serve(Addresses.REVISION_INTERDIFF, this::interdiff);
        return Future.succeededFuture();
    }

    private Future<Store.Receipt> reduce(Reviewing.Reduce reduce) {
        return standing(reduce.requestId(), PatchStatus.PENDING_APPROVAL)
                .compose(request -> bus.ask(Addresses.GATE_RECHECK, new Gating.Recheck(reduce.requestId()))
                        .compose(standing -> asShown(standing, reduce.approvalKey()))
                        .compose(current -> work(() -> Reduction.of(Contents.of(request), reduce.kept())))
                        .compose(reduction -> conversation(reduce.requestId())
                                .compose(conversation -> receive(Revisions.replacing(
                                        request,
                                        conversation,
                                        reduce.actor(),
                                        Revision.Kind.REDUCTION,
                                        reduction.changes(),
                                        reduction.dropped())))));
    }

    private static Future<Void> asShown(Gating.Standing standing, String shown) {
        if (standing.stale()) {
            return conflict("The request is stale: a file changed since it was received. Merge it first.");
        }
        if (standing.refusal() != null) {
            return conflict("The gate does not let it through any more: " + standing.refusal());
        }
        return standing.approvalKey().equals(shown)
                ? Future.succeededFuture()
                : conflict("What was shown is not what would be revised. Look again.");
    }

    private Future<Reviewing.Merged> previewMerge(UUID requestId) {
        return standing(requestId, PatchStatus.PENDING_APPROVAL)
                .compose(this::rebased)
                .map(rebase -> merged(rebase, List.of()));
    }

    private Future<Store.Receipt> merge(Reviewing.Merge merge) {
        return standing(merge.requestId(), PatchStatus.PENDING_APPROVAL)
                .compose(request -> rebased(request)
                        .compose(rebase -> mergeable(rebase, merge.mergeKey()))
                        .compose(rebase -> allowed(request)
                                .compose(free -> conversation(merge.requestId()))
                                .compose(conversation -> receive(Revisions.replacing(
                                        request,
                                        conversation,
                                        merge.actor(),
                                        Revision.Kind.MERGE,
                                        rebase.changes(),
                                        List.of())))));
    }

    private Future<Rebase> rebased(Store.PatchDetail request) {
        return onto(
                request,
                file -> new Rebase.Wish(file.target(), file.before(), file.after(), file.encoding(), file.mode()),
                "No file of the request has changed since it was received: there is nothing to merge.");
    }

    private static Future<Rebase> mergeable(Rebase rebase, String shown) {
        if (!rebase.conflicts().isEmpty()) {
            return conflict("It cannot be merged: " + Sentences.of(rebase.conflicts()));
        }
        if (rebase.changes().isEmpty()) {
            return conflict("The files are already as the request wants them: there is nothing left to do.");
        }
        return rebase.key().equals(shown)
                ? Future.succeededFuture(rebase)
                : conflict("The files changed again since the merge was shown. Look again.");
    }

    private Future<Reviewing.Merged> previewRevert(UUID requestId) {
        return standing(requestId, PatchStatus.APPLIED)
                .compose(this::reversed)
                .compose(rebase -> bus.ask(Addresses.STORE_PROVENANCE, requestId)
                        .map(provenance -> merged(rebase, provenance.later())));
    }

    private Future<Store.Receipt> revert(Reviewing.Revert revert) {
        return standing(revert.requestId(), PatchStatus.APPLIED)
                .compose(request -> reversed(request)
                        .compose(rebase -> mergeable(rebase, rebase.key()))
                        .compose(rebase -> allowed(request)
                                .compose(free -> receive(Revisions.reverting(request, revert, rebase.changes())))));
    }

    private Future<Rebase> reversed(Store.PatchDetail request) {
        return onto(
                request,
                file -> new Rebase.Wish(file.target(), file.after(), file.before(), file.encoding(), file.mode()),
                "Nothing has touched its files since it was applied: roll it back.");
    }

    private interface Wishing {
        Rebase.Wish of(Contents file);
    }

    private Future<Rebase> onto(Store.PatchDetail request, Wishing wishing, String unmoved) {
        Workspace workspace = workspaces.get(request.row().workspace());
        if (workspace == null) {
            return Failure.future(
                    FailureKind.UNAVAILABLE,
                    "The workspace '" + request.row().workspace() + "' is not configured here.");
        }
        return work(() -> Rebase.onto(
                        new Present(workspace),
                        Contents.of(request).stream().map(wishing::of).toList()))
                .compose(rebase -> rebase.moved() ? Future.succeededFuture(rebase) : conflict(unmoved));
    }

    private static Reviewing.Merged merged(Rebase rebase, List<Store.Later> later) {
        boolean clean = rebase.conflicts().isEmpty();
        return new Reviewing.Merged(
                rebase.key(),
                clean ? rebase.diff() : null,
                clean ? rebase.interdiff() : null,
                List.copyOf(rebase.conflicts()),
                later);
    }

    private Future<Reviewing.Interdiff> interdiff(UUID requestId) {
        return find(requestId).compose(later -> {
            if (later.supersedes() == null) {
                return Failure.future(FailureKind.NOT_FOUND, "The request supersedes none.");
            }
            return find(later.supersedes()).compose(earlier -> work(() -> Interdiffs.between(earlier, later)));
        });
    }

    private Future<Store.PatchDetail> standing(UUID requestId, PatchStatus wanted) {
        return find(requestId).compose(request -> {
            PatchStatus status = request.row().outcome().status();
            return status == wanted
                    ? Future.succeededFuture(request)
                    : conflict(
                            wanted == PatchStatus.APPLIED
                                    ? "Only an applied request can be taken back: this one is " + status + "."
                                    : "The request is no longer pending: it is " + status + ".");
        });
    }

    private Future<Store.PatchDetail> find(UUID requestId) {
        return bus.ask(Addresses.STORE_FIND, requestId)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.")));
    }

    private Future<Reviewing.Conversation> conversation(UUID requestId) {
        return bus.ask(Addresses.STORE_CONVERSATION, requestId);
    }

    /** A revision of what is protected by now would be sealed, and its maker would wait for it in vain. */
    private Future<Void> allowed(Store.PatchDetail request) {
        return allowed(
                request.row().workspace(),
                request.changes().stream().map(change -> change.target()).iterator());
    }

    private Future<Void> allowed(String workspace, Iterator<WorkspacePath> targets) {
        if (!targets.hasNext()) {
            return Future.succeededFuture();
        }
        WorkspacePath target = targets.next();
        return bus.ask(Addresses.GATE_EXPLAIN, new Gating.Question(workspace, target.value()))
                .compose(explanation -> explanation.rule() == null
                        ? allowed(workspace, targets)
                        : conflict("'" + target + "' may not be changed any more."));
    }

    private Future<Store.Receipt> receive(Submission submission) {
        return bus.ask(Addresses.STORE_RECEIVE, submission);
    }

    private <T> Future<T> work(Callable<T> work) {
        return threads.executeBlocking(work, false)
                .recover(cause -> cause instanceof WorkspaceUnavailable
                        ? Failure.future(FailureKind.UNAVAILABLE, cause.getMessage())
                        : Future.failedFuture(cause));
    }

    private static <T> Future<T> conflict(String message) {
        return Failure.future(FailureKind.CONFLICT, message);
    }
}
