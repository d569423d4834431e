-- A patch may stand in a canary folder first, is compared there, and is promoted or withdrawn.

create table canaries (
    request_id    uuid primary key references patch_requests (request_id),
    workspace     varchar(100)     not null,
    component     varchar(100)     not null,
    started_at    timestamptz      not null,
    until         timestamptz      not null,
    share         double precision not null check (share > 0 and share < 1), -- of the traffic, as it was set then
    looks         integer          not null default 0, -- how much of the error that is allowed has been spent
    verdict       varchar(10)      not null default 'unclear' check (verdict in ('improved', 'unclear', 'worse')),
    sentence      text,
    effects       jsonb            not null default '[]',
    events_stable integer          not null default 0,
    events_canary integer          not null default 0,
    looked_at     timestamptz,
    waiting_at    timestamptz, -- since when nothing but a person ends it
    act           varchar(10) check (act in ('promote', 'withdraw')), -- begun, and still to be ended while ended_at is null
    act_by        varchar(255),
    act_at        timestamptz,
    act_comment   text,
    note          text, -- why the latest act could not be done
    ended_at      timestamptz,
    check (until > started_at),
    check ((act is null) = (act_by is null) and (act is null) = (act_at is null)),
    check (ended_at is null or act is not null)
);
create index canaries_running on canaries (started_at) where ended_at is null;
create index canaries_component on canaries (workspace, component, started_at);

-- Nothing enters the canary unrecorded, and nothing leaves it without an act that somebody answers for.
create or replace function legal_status_move() returns trigger language plpgsql as $$
begin
    if (old.status, new.status) not in (
        ('PENDING_APPROVAL', 'APPROVED'), ('PENDING_APPROVAL', 'DENIED'), ('PENDING_APPROVAL', 'WITHDRAWN'),
        ('PENDING_APPROVAL', 'EXPIRED'), ('PENDING_APPROVAL', 'SUPERSEDED'),
        ('APPROVED', 'APPLIED'), ('APPROVED', 'FAILED'), ('APPROVED', 'CANARY'),
        ('CANARY', 'APPLIED'), ('CANARY', 'ROLLED_BACK'),
        ('APPLIED', 'ROLLED_BACK')) then
        raise exception 'illegal status move from % to %', old.status, new.status using errcode = 'check_violation';
    end if;
    if new.status = 'CANARY' and not exists (select from canaries where request_id = new.request_id) then
        raise exception 'a canary begins with its record' using errcode = 'check_violation';
    end if;
    if old.status = 'CANARY' and not exists (
        select from canaries
        where request_id = new.request_id and act = case new.status when 'APPLIED' then 'promote' else 'withdraw' end) then
        raise exception 'a canary ends by an act' using errcode = 'check_violation';
    end if;
    return new;
end $$;

insert into loop_schedule (name, next_run) values ('canaries', now());

grant select, insert on canaries to "${runtime}";
grant update (looks, verdict, sentence, effects, events_stable, events_canary, looked_at, waiting_at, act, act_by, act_at,
    act_comment, note, ended_at) on canaries to "${runtime}";
