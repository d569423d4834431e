package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What reviewers see of the admitted requests, and how a submission becomes one. */
final class Requests {
    /** A list row carries no longer text than this, in bytes. */
    private static final int LONGEST_IN_LIST = 128 * 1024;

    static final String ADMIT = """
            with s as (
                select * from submissions where request_id = $1 and status = 'PENDING_APPROVAL' for update
            ), p as (
                insert into patch_requests (request_id, created_at, target_file, reasoning, diff, new_code_blob,
                    component, improvement_type, confidence, feedback_ids, metrics, submitted_by, owner, workspace,
                    file_count, approval_key, policy_version, supersedes, search, required_approvals, approval_reasons,
                    code_owners)
                select request_id, created_at, target_file, reasoning, $2::text, $3::text, component, improvement_type, confidence,
                    feedback_ids, metrics, submitted_by, owner, workspace, $4::int, $5::text, $6::text, supersedes,
                    to_tsvector('simple', $7::text), $14::int, $15::text::jsonb, $16::text::jsonb
                from s
                where not exists (select from sealed_requests where sealed_requests.request_id = $1)
                on conflict (request_id) do nothing
                returning request_id, created_at
            ), c as (
                insert into checks (request_id, name, ordinal, kind, required, queued_at)
                select p.request_id, k.name, k.ordinal - 1, k.kind, k.required, p.created_at
                from p, unnest($17::text[], $18::text[], $19::boolean[])
                    with ordinality as k (name, kind, required, ordinal)
            )
            insert into patch_changes (request_id, ordinal, target_file, base_sha256, base_size, base_mode, new_sha256,
                new_size)
            select p.request_id, f.ordinal - 1, f.target_file, f.base_sha256, f.base_size, f.base_mode, f.new_sha256,
                f.new_size
            from p, unnest($8::text[], $9::text[], $10::bigint[], $11::int[], $12::text[], $13::bigint[])
                with ordinality as f (target_file, base_sha256, base_size, base_mode, new_sha256, new_size, ordinal)""";

    private static final String COLUMNS = """
            select request_id, created_at, submitted_by, workspace, target_file, file_count, component,
                improvement_type, confidence, reasoning, feedback_ids::text, metrics::text, status, reviewed_at,
                reviewed_by, review_comment, category, applied_at, application_error, approvals, required_approvals,
                exists (
                    select from review_comments c
                    where c.request_id = patch_requests.request_id and c.changes_wanted) as changes_wanted""";

    /**
     * Whether a content was taken back before is asked here, since asking at the admission would slow that alone. What
     * reviewers do not see is not named to them as superseded either.
     */
    private static final String FIND = """
            select p.request_id, p.created_at, p.submitted_by, p.workspace, p.target_file, p.file_count, p.component,
                p.improvement_type, p.confidence, p.reasoning, p.feedback_ids::text, p.metrics::text, p.status,
                p.reviewed_at, p.reviewed_by, p.review_comment, p.category, p.applied_at, p.application_error,
                p.approvals, p.required_approvals, false as changes_wanted, p.approval_reasons::text, p.code_owners::text, p.diff, p.new_code_blob,
                p.approval_key, p.policy_version, p.owner, p.rollback_at, s.changes, (
                    select e.request_id from patch_requests e where e.request_id = p.supersedes) as supersedes, (
                    select r.request_id
                    from patch_changes mine
                        join patch_changes c on c.target_file = mine.target_file and c.new_sha256 = mine.new_sha256
                        join patch_requests r on r.request_id = c.request_id
                    where mine.request_id = $1 and r.status = 'ROLLED_BACK' and r.workspace = p.workspace
                        and (r.created_at, r.request_id) < (p.created_at, p.request_id)
                    order by r.created_at desc, r.request_id desc limit 1) as previously_rolled_back
            from patch_requests p join submissions s using (request_id) where request_id = $1""";

    private static final String FILES = """
            select target_file, base_sha256, base_size, base_mode, new_sha256, new_size
            from patch_changes where request_id = $1 order by ordinal""";

    private static final Store.ListQuery WHOLE =
            new Store.ListQuery(null, null, null, null, Store.Sort.CREATED, 1, null, true, true);

    private final Bus bus;
    private final Database database;
    private final Offload offload;

    Requests(Bus bus, Database database, Offload offload) {
        this.bus = bus;
        this.database = database;
        this.offload = offload;
    }

    /** Fails with CONFLICT when the submission is no longer pending; a second admission changes nothing. */
    Command<Void> admit(Store.Admission admission) {
        Submission s = admission.submission();
        String first = s.changes().get(0).newCode();
        List<BaseFile> files = admission.files();
        return unit -> unit.sql(
                        ADMIT,
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
                        admission.demand().approvals(),
                        DemandJson.encode(admission.demand().reasons()),
                        DemandJson.owners(admission.demand()),
                        CheckLog.names(admission),
                        CheckLog.kinds(admission),
                        CheckLog.required(admission))
                .compose(rows -> {
                    if (rows.rowCount() == 0) {
                        return Failure.future(FailureKind.CONFLICT, "The submission is not waiting for admission.");
                    }
                    admitted(unit, admission);
                    return Future.succeededFuture();
                });
    }

    private void admitted(Unit unit, Store.Admission admission) {
        Submission s = admission.submission();
        Instant at = Rows.now();
        unit.countRequest(PatchStatus.PENDING_APPROVAL, s.workspace(), s.component(), 1);
        CheckLog.planned(unit, bus, admission);
        Map<String, Object> details = new HashMap<>(RevisionJson.entry(s.revision()));
        details.putAll(Map.of(
                "required_approvals", admission.demand().approvals(),
                "workspace", s.workspace(),
                "component", s.component(),
                "submitted_by", s.submittedBy(),
                "confidence", Double.toString(s.confidence()),
                "approval_key", admission.approvalKey(),
                "policy_version", admission.policyVersion(),
                "checks", List.of(CheckLog.names(admission)),
                "files", admission.files().stream().map(Requests::entry).toList()));
        LedgerEntry entry = new LedgerEntry(
                at, LedgerEntry.kind(PatchStatus.PENDING_APPROVAL), s.requestId(), s.submittedBy(), details, false);
        unit.record(
                entry,
                sequence -> bus.publish(
                        Addresses.PATCH_CHANGED,
                        new Events.PatchChanged(
                                sequence,
                                s.requestId(),
                                PatchStatus.PENDING_APPROVAL,
                                s.target().value(),
                                s.component(),
                                s.confidence(),
                                s.createdAt(),
                                at)));
    }

    static Map<String, Object> entry(BaseFile file) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("target_file", file.target().value());
        entry.put("base_sha256", file.baseSha256());
        entry.put("new_sha256", file.newSha256());
        return entry;
    }

    Future<Store.Page<Store.PatchRow>> list(Store.ListQuery query) {
        String select = COLUMNS
                + (query.withDiff()
                        ? ", case when octet_length(diff) <= " + LONGEST_IN_LIST + " then diff end as diff"
                        : "")
                + (query.withNewCode()
                        ? ", case when octet_length(new_code_blob) <= " + LONGEST_IN_LIST
                                + " then new_code_blob end as new_code_blob"
                        : "")
                + " from patch_requests";
        Filters filters = Filters.ofRequests(query);
        Filters total = Filters.ofRequests(query);
        Future<Long> count = query.text() == null
                ? total.sum(database, "patch_request_counts")
                : total.cappedCount(database, "patch_requests");
        return filters.page(database, select)
                .compose(rows -> count.map(n -> Filters.cut(
                        rows.stream().map(row -> Rows.patchRow(row, query)).toList(),
                        query.limit(),
                        n,
                        row -> filters.place(row.createdAt(), row.outcome(), row.requestId()))));
    }

    /** The condition on the status is written out, so that the partial index serves a generic plan too. */
    Future<Long> countConfident(Store.ConfidentQuery confident) {
        return Filters.ofRequests(confident.query())
                .and("status = 'PENDING_APPROVAL' and confidence > ", confident.above())
                .cappedCount(database, "patch_requests");
    }

    /** The row first: what is admitted in between then has its files too. */
    Future<Optional<Store.PatchDetail>> find(UUID requestId) {
        return database.read(FIND, requestId).compose(rows -> {
            var files = database.read(FILES, requestId);
            var votes = Votes.of(database, requestId);
            var rollbackVotes = Votes.toRollBack(database, requestId);
            return Future.all(files, votes, rollbackVotes)
                    .compose(read -> offload.always(() -> rows.stream()
                            .findFirst()
                            .map(row -> detail(
                                    row,
                                    files.result().stream().map(Requests::file).toList(),
                                    votes.result(),
                                    rollbackVotes.result()))));
        });
    }

    private static BaseFile file(Row row) {
        return new BaseFile(
                new WorkspacePath(row.getString("target_file")),
                row.getString("base_sha256"),
                row.getLong("base_size"),
                row.getInteger("base_mode"),
                row.getString("new_sha256"),
                row.getLong("new_size"));
    }

    private static Store.PatchDetail detail(
            Row row, List<BaseFile> files, List<Store.Vote> votes, List<Store.Vote> rollbackVotes) {
        List<Change> changes = ChangesJson.decode(row.getString("changes"));
        return new Store.PatchDetail(
                Rows.patchRow(row, WHOLE),
                changes,
                files,
                row.getString("approval_key"),
                row.getString("policy_version"),
                row.getString("owner"),
                row.getUUID("supersedes"),
                row.getOffsetDateTime("rollback_at") != null,
                new Demand(
                        row.getInteger("required_approvals"),
                        DemandJson.decode(row.getString("approval_reasons")),
                        DemandJson.owners(row.getString("code_owners"))),
                votes,
                rollbackVotes,
                row.getUUID("previously_rolled_back"));
    }

    Future<Optional<List<Store.TimelineEntry>>> timeline(UUID requestId) {
        return database.read("""
                        select l.sequence, l.at, l.kind, l.actor, case
                            when l.kind <> 'patch_request.superseded' or exists (
                                select from submissions s join patch_requests p using (request_id)
                                where s.supersedes = $1)
                            then convert_from(l.entry, 'UTF8')
                            else (convert_from(l.entry, 'UTF8')::jsonb #- '{details,superseded_by}')::text
                            end as entry
                        from ledger l
                        where l.request_id = $1 and not l.sealed
                            and exists (select from patch_requests p where p.request_id = $1)
                        order by l.sequence""", requestId).map(rows -> {
            List<Store.TimelineEntry> entries = new ArrayList<>();
            rows.forEach(row -> entries.add(new Store.TimelineEntry(
                    row.getLong("sequence"),
                    Rows.instant(row, "at"),
                    row.getString("kind"),
                    row.getString("actor"),
                    row.getString("entry"))));
            return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
        });
    }

    Future<Store.Figures> figures() {
        Future<Map<PatchStatus, Long>> counts = database.read(
                        "select status, sum(n)::bigint from patch_request_counts group by status")
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(
                                Collectors.toMap(row -> PatchStatus.valueOf(row.getString(0)), row -> row.getLong(1))));
        return database.read("""
                        select min(created_at) as oldest,
                            exists (select from emergency_stops where resumed_at is null) as stopped
                        from patch_requests where status = 'PENDING_APPROVAL'""")
                .map(rows -> rows.iterator().next())
                .compose(row ->
                        counts.map(n -> new Store.Figures(n, Rows.instant(row, "oldest"), row.getBoolean("stopped"))));
    }
}
