package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Agents whose tokens count no more. What they had open is withdrawn with it, whatever the gate said of it. */
final class RevokedAgents {
    private final Bus bus;
    private final Database database;
    private final Moves moves;

    RevokedAgents(Bus bus, Database database, Moves moves) {
        this.bus = bus;
        this.database = database;
        this.moves = moves;
    }

    /** An agent has a bounded number of open requests, so one transaction holds them all. */
    Command<Integer> revoke(Store.AgentRevocation revocation) {
        return unit -> {
            unit.sql("""
                    insert into revoked_agents (agent, revoked_at, revoked_by) values ($1, $2, $3)
                    on conflict (agent) do update
                        set revoked_at = greatest(revoked_agents.revoked_at, excluded.revoked_at),
                            revoked_by = excluded.revoked_by""", revocation.agent(), Rows.time(revocation.revokedAt()), revocation.revokedBy());
            return unit.sql("""
                            select request_id from submissions
                            where submitted_by = $1 and status = 'PENDING_APPROVAL'
                            order by created_at for update""", revocation.agent()).compose(rows -> {
                List<Future<Boolean>> withdrawn = new ArrayList<>();
                unit.record(entry(revocation), sequence -> {});
                rows.forEach(
                        row -> withdrawn.add(moves.make(unit, move(row.getUUID(0), revocation), Moves.Filling.NONE)));
                unit.afterCommit(() -> bus.publish(Addresses.AGENT_REVOKED, revocation));
                return Future.all(withdrawn).map(withdrawn.size());
            });
        };
    }

    Future<List<Store.AgentRevocation>> all() {
        return database.read("select agent, revoked_at, revoked_by from revoked_agents")
                .map(rows -> {
                    List<Store.AgentRevocation> revocations = new ArrayList<>();
                    rows.forEach(row -> revocations.add(new Store.AgentRevocation(
                            row.getString("agent"), Rows.instant(row, "revoked_at"), row.getString("revoked_by"))));
                    return revocations;
                });
    }

    private static LedgerEntry entry(Store.AgentRevocation revocation) {
        return new LedgerEntry(
                revocation.revokedAt(),
                "agent.revoked",
                null,
                revocation.revokedBy(),
                Map.of("agent", revocation.agent()),
                false);
    }

    private static Moves.Move move(UUID requestId, Store.AgentRevocation revocation) {
        return new Moves.Move(
                requestId,
                PatchStatus.PENDING_APPROVAL,
                PatchStatus.WITHDRAWN,
                revocation.revokedAt(),
                revocation.revokedBy(),
                Map.of("agent_revoked", true));
    }
}
