package io.patchgate.persistence;

import io.patchgate.bus.ModelUse;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What of the model was used on a day, and which calls are under way. Reservations of all nodes wait for each other at
 * the day's row, so that none is granted what another has just been.
 */
final class ModelBudget {
    private static final String FORGET = "delete from model_calls where expires_at < $1::timestamptz";
    private static final String BEGIN_DAY = "insert into model_usage (day) values ($1) on conflict do nothing";
    private static final String LOCK_DAY = "select from model_usage where day = $1 for update";

    /** A statement of its own, so that it sees what was committed while it waited for the lock. */
    private static final String RESERVE = """
            with spent as (
                select requests, tokens from model_usage where day = $1::date
            ), under_way as (
                select count(*) as n from model_calls where expires_at > $2::timestamptz
            ), granted as (
                insert into model_calls (call_id, day, tokens, expires_at)
                select $3::uuid, $1::date, $4::bigint, $5::timestamptz from spent, under_way
                where requests < $6::int and tokens + $4::bigint <= $7::bigint and n < $8::int
                returning call_id
            ), counted as (
                update model_usage u set requests = u.requests + 1, tokens = u.tokens + $4::bigint
                from granted where u.day = $1::date
            )
            select requests, tokens, n, exists (select from granted) as granted from spent, under_way""";

    private static final String SETTLE = """
            with ended as (
                delete from model_calls where call_id = $1::uuid returning day, tokens
            )
            update model_usage u set tokens = greatest(0, u.tokens - ended.tokens + $2::bigint)
            from ended where u.day = ended.day""";

    private static final String SPENT = """
            select coalesce(sum(requests), 0)::int as requests, coalesce(sum(tokens), 0)::bigint as tokens,
                (select count(*) from model_calls where expires_at > $2::timestamptz)::int as under_way
            from model_usage where day = $1::date""";

    private final Database database;

    ModelBudget(Database database) {
        this.database = database;
    }

    Command<ModelUse.Grant> reserve(ModelUse.Reservation call) {
        return Command.unrecorded(unit -> {
            Instant now = Rows.now();
            LocalDate day = day(now);
            // A day is enough for the latest settlement.
            unit.sql(FORGET, Rows.time(now.minusSeconds(86_400)));
            unit.sql(BEGIN_DAY, day);
            unit.sql(LOCK_DAY, day);
            return unit.sql(
                            RESERVE,
                            day,
                            Rows.time(now),
                            call.callId(),
                            call.tokens(),
                            Rows.time(now.plus(call.longest())),
                            call.requestsPerDay(),
                            call.tokensPerDay(),
                            call.concurrent())
                    .map(rows -> grant(rows.iterator().next(), call));
        });
    }

    private static ModelUse.Grant grant(Row row, ModelUse.Reservation call) {
        if (row.getBoolean("granted")) {
            return ModelUse.Grant.GRANTED;
        }
        if (row.getInteger("requests") >= call.requestsPerDay()) {
            return ModelUse.Grant.NO_REQUESTS;
        }
        return row.getLong("tokens") + call.tokens() > call.tokensPerDay()
                ? ModelUse.Grant.NO_TOKENS
                : ModelUse.Grant.BUSY;
    }

    Command<Void> settle(ModelUse.Settlement ended) {
        return Command.unrecorded(
                unit -> unit.sql(SETTLE, ended.callId(), ended.tokens()).mapEmpty());
    }

    Future<ModelUse.Spent> spent() {
        Instant now = Rows.now();
        return database.read(SPENT, day(now), Rows.time(now)).map(rows -> {
            Row row = rows.iterator().next();
            return new ModelUse.Spent(row.getInteger("requests"), row.getLong("tokens"), row.getInteger("under_way"));
        });
    }

    private static LocalDate day(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
