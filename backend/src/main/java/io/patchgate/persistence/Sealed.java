package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the gate denied, for auditors alone. It is written as {@link Requests} writes what the gate let through,
 * statement by statement and index by index: a cheaper seal would be heard in the agent's next call.
 */
final class Sealed {
    static final String SEAL = """
            with s as (
                select * from submissions where request_id = $1 and status = $18 for update
            ), p as (
                insert into sealed_requests (request_id, created_at, target_file, reasoning, diff, new_code_blob,
                    component, improvement_type, confidence, feedback_ids, metrics, submitted_by, owner, workspace,
                    file_count, approval_key, policy_version, supersedes, search, sealed_at, rule, resolved, status,
                    required_approvals, approval_reasons, code_owners)
                select request_id, created_at, $14::text, reasoning, $2::text, $3::text, component, improvement_type, confidence,
                    feedback_ids, metrics, submitted_by, owner, workspace, $4::int, $5::text, $6::text, supersedes,
                    to_tsvector('simple', $7::text), $15::timestamptz, $16::text, $17::text, status, $22::int,
                    $23::text::jsonb, $24::text::jsonb
                from s
                where not exists (select from patch_requests where patch_requests.request_id = $1)
                on conflict (request_id) do nothing
                returning request_id, created_at
            ), c as (
                insert into checks (request_id, name, ordinal, kind, required, queued_at)
                select p.request_id, k.name, k.ordinal - 1, k.kind, k.required, p.created_at
                from p, unnest($19::text[], $20::text[], $21::boolean[])
                    with ordinality as k (name, kind, required, ordinal)
            )
            insert into sealed_changes (request_id, ordinal, target_file, base_sha256, base_size, base_mode, new_sha256,
                new_size)
            select p.request_id, f.ordinal - 1, f.target_file, f.base_sha256, f.base_size, f.base_mode, f.new_sha256,
                f.new_size
            from p, unnest($8::text[], $9::text[], $10::bigint[], $11::int[], $12::text[], $13::bigint[])
                with ordinality as f (target_file, base_sha256, base_size, base_mode, new_sha256, new_size, ordinal)""";

    private static final String COLUMNS = """
            select request_id, created_at, sealed_at, submitted_by, owner, workspace, component, confidence, status,
                target_file, rule, resolved, policy_version, file_count
            from sealed_requests""";

    private static final String FIND = """
            select d.request_id, d.created_at, d.sealed_at, d.submitted_by, d.owner, d.workspace, d.component,
                d.confidence, d.status, d.target_file, d.rule, d.resolved, d.policy_version, d.file_count, d.reasoning,
                d.diff, s.changes
            from sealed_requests d join submissions s using (request_id) where request_id = $1""";

    private final Bus bus;
    private final Database database;
    private final Offload offload;

    Sealed(Bus bus, Database database, Offload offload) {
        this.bus = bus;
        this.database = database;
        this.offload = offload;
    }

    /**
     * Fails with CONFLICT, as an admission does, when the submission is no longer pending, unless the sealing is a
     * late one; a second sealing changes nothing.
     */
    Command<Void> seal(Store.Sealing sealing) {
        Store.Admission admission = sealing.admission();
        Submission s = admission.submission();
        String first = s.changes().get(0).newCode();
        List<BaseFile> files = admission.files();
        Instant at = Rows.now();
        return unit -> status(unit, sealing)
                .compose(status -> unit.sql(
                                SEAL,
                                s.requestId(),
                                admission.diff(),
                                first == null ? "" : first,
                                files.size(),
                                admission.approvalKey(),
                                admission.policyVersion(),
                                Search.document(s),
                                files.stream().map(f -> f.target().value()).toArray(String[]::new),
                                files.stream().map(BaseFile::baseSha256).toArray(String[]::new),
                                files.stream().map(BaseFile::baseSize).toArray(Long[]::new),
                                files.stream().map(BaseFile::baseMode).toArray(Integer[]::new),
                                files.stream().map(BaseFile::newSha256).toArray(String[]::new),
                                files.stream().map(BaseFile::newSize).toArray(Long[]::new),
                                sealing.target(),
                                Rows.time(at),
                                sealing.rule(),
                                sealing.resolved(),
                                status,
                                CheckLog.names(admission),
                                CheckLog.kinds(admission),
                                CheckLog.required(admission),
                                admission.demand().approvals(),
                                DemandJson.encode(admission.demand().reasons()),
                                DemandJson.owners(admission.demand()))
                        .compose(rows -> {
                            if (rows.rowCount() == 0) {
                                return Failure.future(
                                        FailureKind.CONFLICT, "The submission is not waiting to be sealed.");
                            }
                            sealed(unit, sealing, PatchStatus.valueOf(status), at);
                            return Future.succeededFuture();
                        }));
    }

    /** Where the submission must stand: a late sealing takes it as it finds it. */
    private static Future<String> status(Unit unit, Store.Sealing sealing) {
        if (!sealing.late()) {
            return Future.succeededFuture(PatchStatus.PENDING_APPROVAL.name());
        }
        return unit.sql(
                        "select status from submissions where request_id = $1 for update",
                        sealing.admission().submission().requestId())
                .map(rows -> rows.iterator().next().getString("status"));
    }

    private void sealed(Unit unit, Store.Sealing sealing, PatchStatus status, Instant at) {
        Submission s = sealing.admission().submission();
        unit.countSealed(status, s.workspace(), s.component(), 1);
        CheckLog.planned(unit, bus, sealing.admission());
        Map<String, Object> details = Map.of(
                "workspace", s.workspace(),
                "component", s.component(),
                "submitted_by", s.submittedBy(),
                "rule", sealing.rule(),
                "target_file", sealing.target(),
                "resolved", sealing.resolved(),
                "policy_version", sealing.admission().policyVersion(),
                "checks", List.of(CheckLog.names(sealing.admission())),
                "files",
                        sealing.admission().files().stream()
                                .map(Requests::entry)
                                .toList());
        unit.record(
                new LedgerEntry(at, "submission.sealed", s.requestId(), "gate", details, true),
                sequence -> bus.publish(
                        Addresses.SEALED_CHANGED,
                        new Events.SealedChanged(sequence, s.requestId(), status, s.submittedBy(), true)));
    }

    Future<Store.Page<Store.SealedRow>> list(Store.SealedQuery query) {
        Store.ListQuery all = new Store.ListQuery(
                null, null, null, null, Store.Sort.CREATED, query.limit(), query.cursor(), false, false);
        Future<Long> count = new Filters(all).sum(database, "sealed_request_counts");
        return new Filters(all)
                .page(database, COLUMNS)
                .compose(rows -> count.map(n -> Filters.cut(
                        rows.stream().map(Sealed::row).toList(),
                        query.limit(),
                        n,
                        row -> new Store.Cursor(Store.Sort.CREATED, row.createdAt(), row.requestId()))));
    }

    Future<Optional<Store.SealedDetail>> find(UUID requestId) {
        return database.read(FIND, requestId)
                .compose(rows -> offload.always(() -> rows.stream()
                        .findFirst()
                        .map(row -> new Store.SealedDetail(
                                row(row),
                                row.getString("reasoning"),
                                row.getString("diff"),
                                ChangesJson.decode(row.getString("changes"))))));
    }

    private static Store.SealedRow row(Row row) {
        return new Store.SealedRow(
                row.getUUID("request_id"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "sealed_at"),
                row.getString("submitted_by"),
                row.getString("owner"),
                row.getString("workspace"),
                row.getString("component"),
                row.getDouble("confidence"),
                PatchStatus.valueOf(row.getString("status")),
                row.getString("target_file"),
                row.getString("rule"),
                row.getString("resolved"),
                row.getString("policy_version"),
                row.getInteger("file_count"));
    }
}
