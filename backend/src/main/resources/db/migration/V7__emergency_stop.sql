-- One act freezes every application and every rollback until an admin resumes.
create table emergency_stops (
    id         bigint generated always as identity primary key,
    stopped_at timestamptz  not null,
    stopped_by varchar(255) not null,
    reason     text,
    resumed_at timestamptz,
    resumed_by varchar(255),
    check ((resumed_at is null) = (resumed_by is null))
);

create unique index emergency_stops_in_force on emergency_stops ((resumed_at is null)) where resumed_at is null;

create trigger emergency_stops_final before update of stopped_at, stopped_by, reason on emergency_stops
    for each statement execute function refuse_change();
create trigger emergency_stops_kept before delete or truncate on emergency_stops
    for each statement execute function refuse_change();
create trigger emergency_stops_resumed_once before update on emergency_stops
    for each row when (old.resumed_at is not null) execute function refuse_change();

create index ledger_emergency_stops on ledger (sequence)
    where kind in ('emergency_stop.engaged', 'emergency_stop.lifted');

-- Every token of an agent that was minted up to then counts no more.
create table revoked_agents (
    agent      varchar(255) primary key,
    revoked_at timestamptz  not null,
    revoked_by varchar(255) not null
);

grant select, insert on emergency_stops, revoked_agents to "${runtime}";
grant update (resumed_at, resumed_by) on emergency_stops to "${runtime}";
grant update (revoked_at, revoked_by) on revoked_agents to "${runtime}";
