-- A trigger's condition and an index's predicate cost each row that they are looked at for, whether they hold or not. So
-- what the gate denies has those of the other requests too, with the columns that they look at, though nobody ever
-- decides on it: what only the one table had could be heard in the agent's next call.

alter table sealed_requests
    add column reviewed_at        timestamptz,
    add column reviewed_by        varchar(255),
    add column review_comment     text,
    add column category           varchar(50),
    add column applied_at         timestamptz,
    add column application_error  text,
    add column rollback_by        varchar(255),
    add column rollback_comment   text,
    add column rollback_at        timestamptz,
    add column rollback_attempt   integer not null default 0,
    add column approvals          integer not null default 0,
    add column required_approvals integer not null default 1 check (required_approvals between 1 and 5),
    add column approval_reasons   jsonb   not null default '[]',
    add column code_owners        jsonb   not null default '[]',
    add check (file_count between 1 and 300);

create index sealed_requests_decided on sealed_requests (reviewed_at, request_id) where reviewed_at is not null;
create index sealed_requests_rolling_back on sealed_requests (request_id)
    where rollback_at is not null and status = 'APPLIED';
create index sealed_requests_automatic on sealed_requests (reviewed_at) where reviewed_by = 'auto_approve_system';

create function refuse_decision() returns trigger language plpgsql as $$
begin
    raise exception 'illegal status move to %: what was denied is never decided on', new.status
        using errcode = 'check_violation';
end $$;

create function late_status() returns trigger language plpgsql as $$
begin
    if new.status not in ('WITHDRAWN', 'SUPERSEDED', 'EXPIRED') then
        raise exception 'what was denied does not begin as %', new.status using errcode = 'check_violation';
    end if;
    return new;
end $$;

-- A late seal takes the submission as it stands, so here a first status is one that an agent or time brings about.
create trigger sealed_requests_first_status before insert on sealed_requests
    for each row when (new.status <> 'PENDING_APPROVAL') execute function late_status();
create trigger sealed_requests_quorum before update of status on sealed_requests
    for each row when (new.status = 'APPROVED' and old.status <> 'APPROVED') execute function refuse_decision();
create trigger sealed_requests_checks_passed before update of status on sealed_requests
    for each row when (new.status = 'APPROVED' and old.status = 'PENDING_APPROVAL') execute function refuse_decision();
create trigger sealed_requests_ended after update on sealed_requests
    for each row when (old.status is distinct from new.status
        and new.status in ('DENIED', 'APPLIED', 'FAILED', 'ROLLED_BACK')) execute function refuse_decision();
