package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may sign in, and which tokens count no more. */
final class People {
    private final Bus bus;
    private final Database database;

    People(Bus bus, Database database) {
        this.bus = bus;
        this.database = database;
    }

    Future<Optional<Store.User>> user(String name) {
        return database.read("select name, password_hash, roles from users where name = $1", name)
                .map(rows -> rows.stream().findFirst().map(People::of));
    }

    /** A link is good once, until it expires; of two at once one wins. */
    Command<Optional<Store.User>> redeem(String secretSha256) {
        Instant now = Rows.now();
        return unit -> unit.sql("""
                        with link as (
                            update sign_in_links set used_at = $2
                            where secret_sha256 = $1 and used_at is null and expires_at > $2
                            returning user_name
                        )
                        select name, password_hash, roles from users join link on name = user_name""", secretSha256, Rows.time(now))
                .map(rows -> rows.stream().findFirst().map(People::of));
    }

    Command<Void> revoke(Store.Revocation revocation) {
        Instant now = Rows.now();
        return unit -> unit.sql(
                        """
                        insert into revoked_tokens (token_id, expires_at, revoked_by, revoked_at)
                        values ($1, $2, $3, $4) on conflict (token_id) do nothing""",
                        revocation.tokenId(),
                        Rows.time(revocation.expiresAt()),
                        revocation.revokedBy(),
                        Rows.time(now))
                .map(rows -> {
                    if (rows.rowCount() == 1) {
                        unit.record(
                                new LedgerEntry(
                                        now,
                                        "token.revoked",
                                        null,
                                        revocation.revokedBy(),
                                        Map.of("token_id", revocation.tokenId()),
                                        false),
                                sequence -> {});
                    }
                    unit.afterCommit(() -> bus.publish(Addresses.TOKEN_REVOKED, revocation));
                    return null;
                });
    }

    /** Those of tokens that would still be good. */
    Future<List<Store.Revocation>> revocations() {
        return database.read(
                        "select token_id, expires_at, revoked_by from revoked_tokens where expires_at > $1",
                        Rows.time(Rows.now()))
                .map(rows -> {
                    List<Store.Revocation> revocations = new ArrayList<>();
                    rows.forEach(row -> revocations.add(new Store.Revocation(
                            row.getString("token_id"), Rows.instant(row, "expires_at"), row.getString("revoked_by"))));
                    return revocations;
                });
    }

    private static Store.User of(Row row) {
        return new Store.User(
                row.getString("name"), row.getString("password_hash"), List.of(row.getArrayOfStrings("roles")));
    }
}
