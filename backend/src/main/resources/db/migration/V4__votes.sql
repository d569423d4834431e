-- How many people must approve a request and why, and who has. What the agent's views read is untouched.

alter table patch_requests
    add required_approvals integer not null default 1 check (required_approvals between 1 and 5),
    add approvals          integer not null default 0, -- on the key of the latest vote
    add approval_reasons   jsonb   not null default '[]',
    add rollback_attempt   integer not null default 0;

-- A vote is for exactly what its reviewer was shown, which the key names: on another key it does not count.
create table votes (
    id           bigint generated always as identity primary key,
    request_id   uuid         not null references patch_requests (request_id),
    reviewer     varchar(255) not null,
    approved     boolean      not null,
    approval_key varchar(200) not null,
    at           timestamptz  not null,
    comment      text
);

create unique index votes_once on votes (request_id, approval_key, reviewer) where approved;
create index votes_request on votes (request_id, id);

-- Votes to roll back. An attempt that is given up takes its votes with it.
create table rollback_votes (
    request_id uuid         not null references patch_requests (request_id),
    attempt    integer      not null,
    reviewer   varchar(255) not null,
    at         timestamptz  not null,
    comment    text,
    primary key (request_id, attempt, reviewer)
);

create trigger votes_final before update or delete or truncate on votes
    for each statement execute function refuse_change();
create trigger rollback_votes_final before update or delete or truncate on rollback_votes
    for each statement execute function refuse_change();

-- An approval without its quorum is impossible here, whatever the code above believes.
create function quorum_reached() returns trigger language plpgsql as $$
begin
    if not exists (
        select from votes where request_id = new.request_id and approved
        group by approval_key having count(*) >= new.required_approvals) then
        raise exception 'a request that needs % approvals has fewer', new.required_approvals
            using errcode = 'check_violation';
    end if;
    return new;
end $$;

create function quorum_lowered() returns trigger language plpgsql as $$
begin
    raise exception 'required approvals are never lowered' using errcode = 'check_violation';
end $$;

create trigger patch_requests_quorum before update of status on patch_requests
    for each row when (new.status = 'APPROVED' and old.status <> 'APPROVED') execute function quorum_reached();
create trigger patch_requests_quorum_kept before update of required_approvals on patch_requests
    for each row when (new.required_approvals < old.required_approvals) execute function quorum_lowered();

grant select, insert on votes, rollback_votes to "${runtime}";
grant update (approvals, required_approvals, approval_reasons, rollback_attempt) on patch_requests to "${runtime}";
