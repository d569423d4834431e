package io.patchgate.http;

import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A ledger of entries that reviewers can see, and others, of which null stands for one. */
final class LedgerInMemory {
    private final List<Store.RequestEvent> entries = new ArrayList<>();

    synchronized long append() {
        return append("src/a.py", 0.5);
    }

    synchronized long append(String target, double confidence) {
        long sequence = entries.size() + 1;
        entries.add(event(sequence, target, confidence));
        return sequence;
    }

    synchronized void appendOther() {
        entries.add(null);
    }

    synchronized Store.EventPage after(long sequence, int limit) {
        int from = (int) Math.min(sequence, entries.size());
        int to = Math.min(entries.size(), from + limit);
        List<Store.RequestEvent> seen =
                entries.subList(from, to).stream().filter(e -> e != null).toList();
        return new Store.EventPage(seen, Math.max(sequence, to), to - from == limit);
    }

    synchronized Store.EventHead head() {
        return new Store.EventHead(
                entries.size(),
                entries.stream()
                        .filter(e -> e != null)
                        .mapToLong(Store.RequestEvent::sequence)
                        .max()
                        .orElse(0));
    }

    synchronized List<String> idsAfter(long sequence) {
        return after(sequence, entries.size() + 1).events().stream()
                .map(event -> Long.toString(event.sequence()))
                .toList();
    }

    static Store.RequestEvent event(long sequence, String target, double confidence) {
        return new Store.RequestEvent(
                sequence,
                Instant.parse("2026-11-22T10:15:30.123456Z"),
                "patch_request.pending",
                "bot",
                new UUID(0, sequence),
                PatchStatus.PENDING_APPROVAL,
                target,
                "learning",
                confidence,
                "default",
                "bot");
    }
}
