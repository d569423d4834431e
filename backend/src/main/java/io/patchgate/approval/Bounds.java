package io.patchgate.approval;

import io.patchgate.bus.Gating;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.diff.ShownFile;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Check;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.signals.Signals;
import io.patchgate.statistics.Calibration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a request may be approved without a person: everything has to speak for it, and one thing against it is
 * enough. Pure.
 *
 * @param calibration of the request's proposer and component, by people's decisions alone
 */
record Bounds(
        AutoApproveSettings settings,
        Store.PatchDetail request,
        Gating.Standing standing,
        Reviewing.Conversation conversation,
        Calibration calibration) {
    /** A person reads more of them together than a rule can vouch for. */
    static final int MOST_FILES = 5;

    /** What speaks against it, as a sentence; empty where nothing does. */
    Optional<String> obstacle() {
        return Stream.of(
                        against(
                                request.row().outcome().status() != PatchStatus.PENDING_APPROVAL || touched(),
                                "People have had to do with it."),
                        against(standing.refusal() != null, "The gate does not let it through any more."),
                        against(
                                standing.stale() || !standing.admittedKey().equals(standing.contentKey()),
                                "It is not what was received any more."),
                        unvouched(),
                        demanding(standing.demand()),
                        against(!modest(), "It is more than a rule vouches for."),
                        against(
                                worth().isEmpty() || worth().getAsDouble() < settings.threshold(),
                                "It is not worth enough."),
                        against(stated() < settings.threshold(), "Its proposer is not sure enough."))
                .flatMap(Optional::stream)
                .findFirst()
                .or(this::signalled);
    }

    /** Why nobody was asked; only where there is no obstacle. */
    String grounds() {
        return String.format(
                Locale.ROOT,
                "Stated %.2f, worth %.2f by people's decisions on %d requests; %d lines of %s; passed: %s",
                stated(),
                worth().orElseThrow(),
                calibration.ends(),
                lines(),
                request.files().size() == 1 ? "1 file" : request.files().size() + " files",
                vouching().stream().map(Check::name).collect(Collectors.joining(", ")));
    }

    double stated() {
        return request.row().confidence();
    }

    private OptionalDouble worth() {
        return calibration.calibrated(stated());
    }

    /** Whether a person has spoken of it, made it of another, or taken the like of it back. */
    private boolean touched() {
        return conversation.revision() != null
                || !conversation.comments().isEmpty()
                || !request.votes().isEmpty()
                || request.previouslyRolledBack() != null;
    }

    private Optional<String> unvouched() {
        return Check.obstacle(standing.checks())
                .or(() -> against(vouching().isEmpty(), "No required check of the workspace vouches for it."));
    }

    /** Parsing alone vouches for nothing. */
    private List<Check> vouching() {
        return standing.checks().stream()
                .filter(check -> check.required() && check.kind() != Check.Kind.SYNTAX)
                .filter(check -> check.status() == Check.Status.PASSED)
                .toList();
    }

    /** Critical paths, what the kernel loads, paths that certain people answer for: all of them are reasons. */
    private static Optional<String> demanding(Demand demand) {
        return against(
                demand.approvals() > 1
                        || !demand.owners().isEmpty()
                        || !demand.reasons().isEmpty(),
                "It takes more than one look.");
    }

    private boolean modest() {
        return request.files().size() <= MOST_FILES
                && request.files().stream().noneMatch(file -> file.creates() || file.deletes())
                && request.files().stream().map(BaseFile::target).allMatch(target -> settings.permits(target.value()))
                && lines() <= settings.maxLines();
    }

    private int lines() {
        return ShownFile.read(request.row().diff()).stream()
                .flatMap(file -> file.blocks().stream())
                .mapToInt(block -> block.added().size() + block.removed().size())
                .sum();
    }

    private Optional<String> signalled() {
        boolean silent = Signals.of(
                        request.row().diff(),
                        request.changes(),
                        request.files(),
                        request.row().reasoning(),
                        standing.demand())
                .isEmpty();
        return against(!silent, "There is a sign of risk in it.");
    }

    private static Optional<String> against(boolean obstacle, String sentence) {
        return obstacle ? Optional.of(sentence) : Optional.empty();
    }
}
