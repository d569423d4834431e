package io.patchgate.gate;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What admins protect at run time, on its way between the request log and the gates. It only ever
 * adds: what a gate has heard of holds until the process ends, and what the log holds for good.
 */
final class Additions {
    private final Bus bus;
    private final Map<String, Gate> gates;
    private final Map<String, Gate> canaries;

    /**
     * @param gates by the name of their workspace
     * @param canaries so too, of the folders that heed what is added to their workspace
     */
    Additions(Bus bus, Map<String, Gate> gates, Map<String, Gate> canaries) {
        this.bus = bus;
        this.gates = gates;
        this.canaries = canaries;
    }

    /** Gives each gate all that the log holds, on whichever node it was added. */
    Future<Void> load() {
        return bus.ask(Addresses.STORE_PROTECTED_PATHS, null).compose(all -> {
            try {
                for (Map<String, Gate> some : List.of(gates, canaries)) {
                    for (Map.Entry<String, Gate> gate : some.entrySet()) {
                        gate.getValue().protect(entries(all, gate.getKey()));
                        gate.getValue().ready();
                    }
                }
                return Future.succeededFuture();
            } catch (InvalidPolicy e) {
                return Future.failedFuture(e);
            }
        });
    }

    private static List<PolicyEntry> entries(List<Store.Protection> all, String workspace) {
        return all.stream()
                .filter(protection -> protection.workspace().equals(workspace))
                .map(Store.Protection::entry)
                .toList();
    }

    /**
     * An addition that may be kept.
     *
     * @throws Failure INVALID, naming the field that the text came in
     */
    static PolicyEntry entry(Gating.Protect protect) {
        PolicyEntry entry = PolicyEntry.added(
                protect.kind(), protect.text(), protect.actor().subject(), Instant.now());
        if (protect.kind() == PolicyEntry.Kind.PATH) {
            try {
                new WorkspacePath(protect.text());
                return entry;
            } catch (WorkspacePath.InvalidPath e) {
                throw Failure.invalid("path", e.getMessage());
            }
        }
        if (protect.text().startsWith("!")) {
            throw Failure.invalid("pattern", "begins with '!', and nothing takes protection away at run time");
        }
        rule(entry);
        return entry;
    }

    static Rule rule(PolicyEntry entry) {
        try {
            return Rule.of(entry);
        } catch (InvalidPolicy e) {
            throw Failure.invalid("pattern", e.getMessage());
        }
    }

    /** Keeps the entry and gives it to its gate; answers whether it was not on the list before. */
    Future<Boolean> add(String workspace, PolicyEntry entry) {
        return bus.ask(Addresses.STORE_PROTECT, new Store.Protection(workspace, entry))
                .compose(added -> {
                    try {
                        gates.get(workspace).protect(List.of(entry));
                        if (canaries.containsKey(workspace)) {
                            canaries.get(workspace).protect(List.of(entry));
                        }
                    } catch (InvalidPolicy e) {
                        return Future.failedFuture(e);
                    }
                    // Other nodes may have added more; what was added here holds even when that is not known.
                    return load().recover(cause -> Future.succeededFuture()).map(added);
                });
    }
}
