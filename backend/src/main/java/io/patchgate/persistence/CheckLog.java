package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Checking;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Check;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.PlannedCheck;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What checks have found out of requests, denied ones among them: those end by the same statements, for auditors alone.
 * A check that ends is an entry of the ledger as long as its request is pending; what ends later is not written.
 */
final class CheckLog {
    static final String ENDED = "patch_request.check_ended";
    static final String QUEUED = "patch_request.check_queued";

    private static final int MOST_REPORTED = 20;
    private static final int LONGEST_SUMMARY = 2_000;

    /** Locks as every move does; needs nothing of what the gate said but whether reviewers see the request. */
    private static final String STANDING = """
            select s.request_id, s.status, s.submitted_by, s.component, s.confidence, s.created_at, p.target_file,
                p.request_id is not null as visible
            from submissions s left join patch_requests p using (request_id)
            where s.request_id = $1 for update of s""";

    private static final String END = """
            update checks set status = $4, duration_ms = $5, exit_code = $6, summary = left($7, 2000), log = $8,
                log_sha256 = $9, lease_until = null
            where request_id = $1 and name = $2 and attempts = $3 and status = 'running'
            returning kind""";

    private static final String AGAIN = """
            update checks set status = 'queued', queued_at = $3, attempts = 0, duration_ms = null, exit_code = null,
                summary = null, log = null, log_sha256 = null
            where request_id = $1 and kind <> 'external' and status not in ('queued', 'running')
                and ($2::text is null or name = $2)
            returning name""";

    private static final String REPORT = """
            insert into checks (request_id, name, ordinal, kind, required, queued_at, status, duration_ms, summary, log,
                log_sha256)
            select $1::uuid, $2::text, 1000, 'external', false, $3::timestamptz, $4::text, $5::bigint, $6::text, $7::text,
                $8::text
            where (select count(*) from checks where request_id = $1 and name <> $2) < $9::int
            on conflict (request_id, name) do update set status = excluded.status, queued_at = excluded.queued_at,
                duration_ms = excluded.duration_ms, summary = excluded.summary, log = excluded.log,
                log_sha256 = excluded.log_sha256
                where checks.kind = 'external'""";

    private final Bus bus;
    private final Moves moves;

    CheckLog(Bus bus, Moves moves) {
        this.bus = bus;
        this.moves = moves;
    }

    static String[] names(Store.Admission admission) {
        return admission.checks().stream().map(PlannedCheck::name).toArray(String[]::new);
    }

    static String[] kinds(Store.Admission admission) {
        return admission.checks().stream().map(check -> check.kind().id()).toArray(String[]::new);
    }

    static Boolean[] required(Store.Admission admission) {
        return admission.checks().stream().map(PlannedCheck::required).toArray(Boolean[]::new);
    }

    /** Says that there is something to run, whatever the verdict was. */
    static void planned(Unit unit, Bus bus, Store.Admission admission) {
        if (!admission.checks().isEmpty()) {
            UUID requestId = admission.submission().requestId();
            unit.afterCommit(() -> bus.publish(Addresses.CHECKS_QUEUED, requestId));
        }
    }

    Command<Void> end(Checking.End end) {
        Instant at = Rows.now();
        String digest = sha256(end.log());
        return unit -> standing(unit, end.requestId()).compose(row -> {
            if (row == null || !pending(row)) {
                return Future.succeededFuture();
            }
            return unit.sql(
                            END,
                            end.requestId(),
                            end.name(),
                            end.attempt(),
                            end.status().id(),
                            end.durationMillis(),
                            end.exitCode(),
                            end.summary(),
                            storable(end.log()),
                            digest)
                    .map(rows -> {
                        rows.stream().findFirst().ifPresent(ended -> {
                            tell(unit, row, ENDED, at, "patchgate", details(end, digest));
                            Check.Kind kind = CheckRows.kind(ended);
                            unit.afterCommit(() -> bus.publish(
                                    Addresses.CHECK_ENDED,
                                    new Checking.Ended(kind, end.status(), end.durationMillis())));
                        });
                        return null;
                    });
        });
    }

    private static Map<String, Object> details(Checking.End end, String digest) {
        Map<String, Object> details = new HashMap<>();
        details.put("name", end.name());
        details.put("status", end.status().id());
        details.put("duration_ms", end.durationMillis());
        details.put("exit_code", end.exitCode());
        details.put("log_sha256", digest);
        return details;
    }

    /** Fails with NOT_FOUND where reviewers see no such request or check, with CONFLICT where nothing can be queued. */
    Command<List<String>> again(Checking.Again again) {
        Instant at = Rows.now();
        return unit -> standing(unit, again.requestId())
                .compose(CheckLog::open)
                .compose(row -> unit.sql(AGAIN, again.requestId(), again.name(), Rows.time(at))
                        .compose(rows -> {
                            List<String> names = new ArrayList<>();
                            rows.forEach(queued -> names.add(queued.getString("name")));
                            if (names.isEmpty()) {
                                return Failure.future(
                                        FailureKind.CONFLICT,
                                        again.name() == null
                                                ? "There is no check that has ended and that Patchgate runs itself."
                                                : "There is no check of that name that has ended and that Patchgate"
                                                        + " runs itself.");
                            }
                            Map<String, Object> details = Map.of("names", List.copyOf(names));
                            moves.tell(unit, row, QUEUED, at, again.actor().subject(), details);
                            unit.afterCommit(() -> bus.publish(Addresses.CHECKS_QUEUED, again.requestId()));
                            return Future.succeededFuture(List.copyOf(names));
                        }));
    }

    /** As {@link #again}; a name of Patchgate's own is a CONFLICT too. */
    Command<Void> report(Checking.Report report) {
        Instant at = Rows.now();
        String digest = sha256(report.log());
        return unit -> standing(unit, report.requestId())
                .compose(CheckLog::open)
                .compose(row -> unit.sql(
                                REPORT,
                                report.requestId(),
                                report.name(),
                                Rows.time(at),
                                report.status().id(),
                                report.durationMillis(),
                                report.summary(),
                                storable(report.log()),
                                digest,
                                MOST_REPORTED)
                        .compose(rows -> {
                            if (rows.rowCount() == 0) {
                                return Failure.future(
                                        FailureKind.CONFLICT,
                                        "'" + report.name() + "' is a check that Patchgate runs itself, or the request"
                                                + " has " + MOST_REPORTED + " others already.");
                            }
                            Map<String, Object> details = new HashMap<>();
                            details.put("name", report.name());
                            details.put("status", report.status().id());
                            details.put("duration_ms", report.durationMillis());
                            details.put("log_sha256", digest);
                            moves.tell(unit, row, ENDED, at, report.actor().subject(), details);
                            unit.afterCommit(() -> bus.publish(
                                    Addresses.CHECK_ENDED,
                                    new Checking.Ended(Check.Kind.EXTERNAL, report.status(), report.durationMillis())));
                            return Future.succeededFuture();
                        }));
    }

    private static Future<Row> standing(Unit unit, UUID requestId) {
        return unit.sql(STANDING, requestId)
                .map(rows -> rows.stream().findFirst().orElse(null));
    }

    private static Future<Row> open(Row row) {
        if (row == null || !row.getBoolean("visible")) {
            return Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.");
        }
        return pending(row)
                ? Future.succeededFuture(row)
                : Failure.future(
                        FailureKind.CONFLICT,
                        "The request is no longer pending: it is " + row.getString("status") + ".");
    }

    private static boolean pending(Row row) {
        return row.getString("status").equals(PatchStatus.PENDING_APPROVAL.name());
    }

    private void tell(Unit unit, Row row, String kind, Instant at, String actor, Map<String, Object> details) {
        if (row.getBoolean("visible")) {
            moves.tell(unit, row, kind, at, actor, details);
            return;
        }
        UUID requestId = row.getUUID("request_id");
        String submittedBy = row.getString("submitted_by");
        unit.record(
                new LedgerEntry(at, kind, requestId, actor, details, true),
                sequence -> bus.publish(
                        Addresses.SEALED_CHANGED,
                        new Events.SealedChanged(
                                sequence, requestId, PatchStatus.PENDING_APPROVAL, submittedBy, false)));
    }

    /** PostgreSQL holds no NUL in a text. */
    private static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private static String sha256(String text) {
        if (text == null) {
            return null;
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(storable(text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
