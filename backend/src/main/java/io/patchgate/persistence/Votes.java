package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Demand;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Counts votes. One statement looks at what has been cast, casts, and tells how it stands, so that of
 * votes that are written together each finds those before it and none is cast beyond the quorum, which is as many people
 * as are asked for with those who answer for its paths among them. The
 * caller holds the request's row; a vote that is refused has written nothing.
 */
final class Votes {
    private static final String CAST = """
            with p as (
                select request_id, greatest(required_approvals, $6::int) as required, asked.owners,
                    required_approvals < $6::int
                        or jsonb_array_length(asked.owners) > jsonb_array_length(code_owners) as raised
                from patch_requests, lateral (
                    select coalesce(jsonb_agg(distinct one), '[]') as owners
                    from jsonb_array_elements(code_owners || $8::text::jsonb) as one) as asked
                where request_id = $1::uuid and status = 'PENDING_APPROVAL'
            ), before as (
                select count(*)::int as n, coalesce(bool_or(reviewer = $2::text), false) as again,
                    coalesce(array_agg(reviewer order by id), '{}')::text[] as voters
                from votes where request_id = $1::uuid and approved and approval_key = $3::text
            ), own as (
                insert into votes (request_id, reviewer, approved, approval_key, at, comment)
                select p.request_id, $2::text, true, $3::text, $4::timestamptz, $5::text from p, before
                where not before.again
                    and (before.n < p.required or not code_owners_agree(p.owners, before.voters))
                returning request_id
            ), shown as (
                update patch_requests r set approvals = before.n + 1, required_approvals = p.required,
                    code_owners = p.owners, approval_reasons = case when p.raised then $7::text::jsonb else r.approval_reasons end
                from p, before, own where r.request_id = own.request_id
            )
            select p.required, before.n, before.again, before.voters, exists (select from own) as counted,
                not code_owners_agree(p.owners, before.voters || $2::text) as owners_missing
            from p, before""";

    private static final String DENY = """
            insert into votes (request_id, reviewer, approved, approval_key, at, comment)
            values ($1, $2, false, $3, $4, $5)""";

    private static final String CAST_ROLLBACK = """
            with p as (
                select code_owners from patch_requests where request_id = $1::uuid
            ), before as (
                select count(*)::int as n, coalesce(bool_or(reviewer = $3::text), false) as again,
                    coalesce(array_agg(reviewer order by at), '{}')::text[] as voters
                from rollback_votes where request_id = $1::uuid and attempt = $2::int
            ), own as (
                insert into rollback_votes (request_id, attempt, reviewer, at, comment)
                select $1::uuid, $2::int, $3::text, $4::timestamptz, $5::text from p, before
                where not again and (n < $6::int or not code_owners_agree(code_owners, voters))
                returning request_id
            )
            select $6::int as required, n, again, exists (select from own) as counted,
                not code_owners_agree(code_owners, voters || $3::text) as owners_missing
            from p, before""";

    private static final String OF_REQUEST = """
            select reviewer, approved, at, comment, approval_key from votes where request_id = $1
            order by id desc limit 200""";

    private static final String TO_ROLL_BACK = """
            select v.reviewer, true as approved, v.at, v.comment, null::text as approval_key
            from rollback_votes v join patch_requests p on p.request_id = v.request_id and p.rollback_attempt = v.attempt
            where v.request_id = $1 order by v.at limit 200""";

    private Votes() {}

    /**
     * A vote that was counted.
     *
     * @param before who had voted for the same before
     */
    record Counted(Store.Tally tally, List<String> before) {}

    /** Fails with CONFLICT when the person has voted for this key, or nobody's vote is wanted any more. */
    static Future<Counted> cast(Unit unit, UUID requestId, Store.Vote vote, Demand demand) {
        return unit.sql(
                        CAST,
                        requestId,
                        vote.reviewer(),
                        vote.approvalKey(),
                        Rows.time(vote.at()),
                        vote.comment(),
                        demand.approvals(),
                        DemandJson.encode(demand.reasons()),
                        DemandJson.owners(demand))
                .compose(rows -> counted(rows, "You have approved this already; somebody else has to."))
                .map(row -> new Counted(tally(row), List.of(row.getArrayOfStrings("voters"))));
    }

    static Future<Void> deny(Unit unit, UUID requestId, Store.Vote vote) {
        return unit.sql(DENY, requestId, vote.reviewer(), vote.approvalKey(), Rows.time(vote.at()), vote.comment())
                .mapEmpty();
    }

    /** As {@link #cast}, for an attempt to roll back. */
    static Future<Store.Tally> castRollback(
            Unit unit, Store.RollbackStart start, int attempt, int required, Instant at) {
        return unit.sql(
                        CAST_ROLLBACK,
                        start.requestId(),
                        attempt,
                        start.actor().subject(),
                        Rows.time(at),
                        start.comment(),
                        required)
                .compose(rows -> counted(rows, "You have asked for this rollback already; somebody else has to."))
                .map(Votes::tally);
    }

    private static Future<Row> counted(RowSet<Row> rows, String twice) {
        Row row = rows.stream().findFirst().orElse(null);
        if (row != null && row.getBoolean("counted")) {
            return Future.succeededFuture(row);
        }
        return Failure.future(
                FailureKind.CONFLICT,
                row != null && row.getBoolean("again") ? twice : "The request is no longer waiting for votes.");
    }

    private static Store.Tally tally(Row row) {
        return new Store.Tally(row.getInteger("n") + 1, row.getInteger("required"), row.getBoolean("owners_missing"));
    }

    /** Oldest first. */
    static Future<List<Store.Vote>> of(Database database, UUID requestId) {
        return database.read(OF_REQUEST, requestId).map(rows -> {
            List<Store.Vote> votes = new ArrayList<>(votes(rows));
            Collections.reverse(votes);
            return votes;
        });
    }

    static Future<List<Store.Vote>> toRollBack(Database database, UUID requestId) {
        return database.read(TO_ROLL_BACK, requestId).map(Votes::votes);
    }

    private static List<Store.Vote> votes(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new Store.Vote(
                        row.getString("reviewer"),
                        row.getBoolean("approved"),
                        Rows.instant(row, "at"),
                        row.getString("comment"),
                        row.getString("approval_key")))
                .toList();
    }
}
