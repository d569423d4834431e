package io.patchgate;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.patchgate.gate.Gate;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said of a policy when a workspace begins to be served under it: whether it is another than
 * before, which is recorded before anything is judged by it, and whether it names what is not there.
 */
final class PolicyStart {
    private static final Logger log = LoggerFactory.getLogger(PolicyStart.class);
    private static final int SHOWN = 5;
    private static final int LOOKED_FOR = 1_000;

    private PolicyStart() {}

    /** Fails when it cannot be recorded; then nothing may be judged. */
    static Future<Void> record(Bus bus, Gate gate) {
        String workspace = gate.workspace().name();
        warnOfNothing(gate);
        var begun = new Store.PolicyInForce(
                workspace, gate.policy().version(), gate.policy().fromTheStart());
        return bus.ask(Addresses.STORE_POLICY_BEGUN, begun).map(change -> {
            change.ifPresent(made -> tell(workspace, made));
            return null;
        });
    }

    private static void tell(String workspace, Store.PolicyChange change) {
        if (change.kind() == Store.PolicyChange.Kind.TIGHTENED) {
            log.info("The policy of '{}' was tightened since the last start: added {}", workspace, change.added());
            return;
        }
        log.warn(
                "The policy of '{}' was {} since the last start: removed {} ({}), added {} ({})",
                workspace,
                change.kind().id(),
                change.removed(),
                change.removedTotal(),
                change.added(),
                change.addedTotal());
    }

    /** An entry that was mistyped protects nothing, and nobody would notice. */
    private static void warnOfNothing(Gate gate) {
        List<String> missing = new ArrayList<>();
        try {
            for (PolicyEntry entry : gate.policy().fromTheStart().stream()
                    .filter(entry -> entry.source() == PolicyEntry.Source.POLICY)
                    .limit(LOOKED_FOR)
                    .toList()) {
                if (namesNothing(gate, entry)) {
                    missing.add(entry.text());
                }
            }
        } catch (WorkspaceUnavailable e) {
            log.debug("Nothing can be looked for", e);
        }
        if (!missing.isEmpty()) {
            log.warn(
                    "The policy of '{}' protects {} paths that do not exist, such as {}",
                    gate.workspace().name(),
                    missing.size(),
                    missing.subList(0, Math.min(SHOWN, missing.size())));
        }
    }

    private static boolean namesNothing(Gate gate, PolicyEntry entry) throws WorkspaceUnavailable {
        String text = entry.text();
        boolean onePath = text.chars().noneMatch(c -> "*?[!\\".indexOf(c) >= 0) && text.indexOf('/') > 0;
        if (!onePath) {
            return false;
        }
        try (Resolution resolution = gate.workspace()
                .resolve(new WorkspacePath(text.endsWith("/") ? text.substring(0, text.length() - 1) : text))) {
            return resolution instanceof Resolution.Missing || resolution instanceof Resolution.Obstructed;
        } catch (WorkspacePath.InvalidPath e) {
            return true;
        }
    }
}
