-- What is tried on a request before its decision, one table for what the gate let through and what it denied: their rows
-- are written, claimed and ended by the same statements. Which checks there are is settled with the verdict.

create table checks (
    request_id  uuid         not null references submissions (request_id),
    name        varchar(100) not null,
    ordinal     integer      not null,
    kind        varchar(10)  not null check (kind in ('syntax', 'command', 'external')),
    required    boolean      not null,
    status      varchar(10)  not null default 'queued'
        check (status in ('queued', 'running', 'passed', 'failed', 'not_run')),
    queued_at   timestamptz  not null,
    lease_until timestamptz,
    attempts    integer      not null default 0,
    duration_ms bigint,
    exit_code   integer,
    summary     varchar(2000),
    log         text,
    log_sha256  char(64),
    primary key (request_id, name)
);

create index checks_open on checks (kind, queued_at) where status in ('queued', 'running');

-- No approval without them, whatever the program believes.
create function required_checks_passed() returns trigger language plpgsql as $$
begin
    if exists (select from checks where request_id = new.request_id and required and status <> 'passed') then
        raise exception 'a required check has not passed' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger patch_requests_checks_passed before update of status on patch_requests
    for each row when (new.status = 'APPROVED' and old.status = 'PENDING_APPROVAL')
    execute function required_checks_passed();

grant select, insert on checks to "${runtime}";
grant update (status, queued_at, lease_until, attempts, duration_ms, exit_code, summary, log, log_sha256)
    on checks to "${runtime}";
