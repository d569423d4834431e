package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Reviewing;
import io.vertx.core.Future;
import java.util.UUID;

/** Why a rollback was refused, and whether what was changed since leaves another way. */
final class RollbackRefusal {
    private RollbackRefusal() {}

    static <T> Future<T> explained(Bus bus, UUID requestId, Throwable cause) {
        if (!(cause instanceof Failure failure) || failure.kind() != FailureKind.CONFLICT) {
            return Future.failedFuture(cause);
        }
        // Where that cannot be said either, as of a request that is not applied, the refusal stands as it is.
        return bus.ask(Addresses.REVISION_PREVIEW_REVERT, requestId)
                .transform(preview -> Future.failedFuture(
                        preview.failed()
                                ? failure
                                : new Failure(
                                        FailureKind.CONFLICT,
                                        failure.getMessage() + " " + otherWay(preview.result()))));
    }

    private static String otherWay(Reviewing.Merged merged) {
        if (!merged.clean()) {
            Reviewing.Conflict first = merged.conflicts().get(0);
            return "Nor can it be taken back beside what came later: '" + first.target() + "'"
                    + (first.from() > 0 ? " from line " + first.from() : "") + ": " + first.reason();
        }
        return merged.diff().isEmpty()
                ? "Its files are already as before it."
                : "What came later changes other lines: it can be taken back by a request of its own, to be reviewed"
                        + " (revert).";
    }
}
