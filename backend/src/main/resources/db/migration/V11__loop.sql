-- What the self-improvement loop reads, what it considered and found, and what became of what was applied.

alter table feedback_events
    add sequence  bigint generated always as identity unique,
    add workspace varchar(100) not null default 'default',
    add negative  boolean      not null default false,
    add reason    varchar(100); -- of a negative event: gate:…, ari:…, edm:…, performance:…, said, unsaid
alter table feedback_events alter workspace drop default, alter negative drop default;

update feedback_events set
    negative = type not like '%\_positive' and type <> 'performance_metric',
    reason = case
        when type = 'gate_violation' then 'gate:unspecified'
        when type = 'ari_alert' then 'ari:unspecified'
        when type = 'edm_alert' then 'edm:unspecified'
        when type like '%\_negative' then case when comment is null then 'unsaid' else 'said' end
    end;
alter table feedback_events add check (negative = (reason is not null));

-- A window is one stretch of this index for each component, which holds all that is counted.
drop index feedback_events_window;
create index feedback_events_window on feedback_events (workspace, component, at) include (reason, trusted, type);
create index feedback_events_component on feedback_events (component, sequence);
create index feedback_events_negative on feedback_events (workspace, component, at) where negative;

-- Which components there has ever been feedback on.
create table feedback_components (
    workspace varchar(100) not null,
    component varchar(100) not null,
    primary key (workspace, component)
);
insert into feedback_components select distinct workspace, component from feedback_events;

-- When the whole is looked at next; whoever moves it on does it.
create table loop_schedule (
    name     varchar(20) primary key,
    next_run timestamptz not null,
    last_run timestamptz
);
insert into loop_schedule (name, next_run) values ('analysis', now()), ('outcomes', now());

-- Something worth changing. It is open while there is no patch for it, and what was filed for it stands in submissions.
create table suggestions (
    id           uuid primary key,
    at           timestamptz      not null,
    workspace    varchar(100)     not null,
    component    varchar(100)     not null,
    cause        varchar(100)     not null,
    cause_label  varchar(200)     not null,
    cause_events integer          not null,
    kind         varchar(30)      not null,
    description  text             not null,
    confidence   double precision not null check (confidence between 0 and 1),
    feedback_ids jsonb            not null,
    figures      jsonb            not null,
    state        varchar(10)      not null default 'open' check (state in ('open', 'filed')),
    note         varchar(500), -- why there is no patch yet
    tried_at     timestamptz,
    request_id   uuid unique references submissions,
    check ((state = 'filed') = (request_id is not null))
);
create unique index suggestions_open on suggestions (workspace, component, cause) where state = 'open';
create index suggestions_component on suggestions (workspace, component, at);
create index suggestions_newest on suggestions (at);

-- What the loop looked at, and the sentence why it acted or did not.
create table considerations (
    id            uuid primary key,
    workspace     varchar(100) not null,
    component     varchar(100) not null,
    asked_by      varchar(255), -- null: by the clock
    by_agent      boolean      not null,
    asked_at      timestamptz  not null,
    state         varchar(10)  not null default 'queued' check (state in ('queued', 'running', 'done')),
    lease_until   timestamptz,
    attempts      integer      not null default 0,
    step          varchar(500),
    ended_at      timestamptz,
    outcome       varchar(30),
    sentence      text,
    figures       jsonb,
    suggestion_id uuid references suggestions,
    check ((state = 'done') = (ended_at is not null and outcome is not null and sentence is not null))
);
create unique index considerations_open on considerations (workspace, component) where state <> 'done';
create index considerations_queue on considerations (asked_at) where state <> 'done';
create index considerations_newest on considerations (asked_at, id);
create index considerations_component on considerations (workspace, component, asked_at);
create index considerations_asked_by on considerations (asked_by, asked_at) where by_agent;

-- How each request ended, for the calibration of what its proposer said of it. Filled by the moves themselves, of which
-- none that an agent makes is one.
create table request_ends (
    request_id  uuid primary key references patch_requests (request_id),
    workspace   varchar(100)     not null,
    component   varchar(100)     not null,
    proposer    varchar(255)     not null,
    stated      double precision not null,
    calibrated  double precision, -- as reviewers were shown it when they decided; null without enough ends before
    status      varchar(50)      not null,
    ended_at    timestamptz      not null,
    worse       boolean          not null default false,
    good        boolean generated always as (status = 'APPLIED' and not worse) stored
);
create index request_ends_proposer on request_ends (component, proposer, ended_at);
create index request_ends_newest on request_ends (ended_at);

-- What the monitors said before and after each application.
create table outcomes (
    request_id      uuid primary key references patch_requests (request_id),
    workspace       varchar(100) not null,
    component       varchar(100) not null,
    applied_at      timestamptz  not null,
    looks           integer      not null default 0, -- how much of the error that is allowed has been spent
    verdict         varchar(10)  not null default 'unclear' check (verdict in ('improved', 'unclear', 'worse')),
    sentence        text,
    events_before   integer      not null default 0,
    events_after    integer      not null default 0,
    effects         jsonb        not null default '[]',
    looked_at       timestamptz,
    ended_at        timestamptz,  -- when the watch was over
    rollback        varchar(10)  check (rollback in ('asked', 'done', 'refused')),
    rollback_note   text
);
create index outcomes_watched on outcomes (applied_at) where ended_at is null;
create index outcomes_component on outcomes (workspace, component, applied_at);

create function request_ended() returns trigger language plpgsql as $$
begin
    insert into request_ends (request_id, workspace, component, proposer, stated, status, ended_at)
    values (new.request_id, new.workspace, new.component, new.submitted_by, new.confidence, new.status, now())
    on conflict (request_id) do update set status = excluded.status;
    if new.status = 'APPLIED' then
        insert into outcomes (request_id, workspace, component, applied_at)
        values (new.request_id, new.workspace, new.component, new.applied_at) on conflict do nothing;
    end if;
    return null;
end $$;

create trigger patch_requests_ended after update on patch_requests
    for each row when (old.status is distinct from new.status
        and new.status in ('DENIED', 'APPLIED', 'FAILED', 'ROLLED_BACK')) execute function request_ended();

insert into request_ends (request_id, workspace, component, proposer, stated, status, ended_at)
select request_id, workspace, component, submitted_by, confidence, status, coalesce(applied_at, reviewed_at, created_at)
from patch_requests where status in ('DENIED', 'APPLIED', 'FAILED', 'ROLLED_BACK');
-- What was applied before anybody watched was not watched.
insert into outcomes (request_id, workspace, component, applied_at, ended_at)
select request_id, workspace, component, applied_at, now() from patch_requests
where status in ('APPLIED', 'ROLLED_BACK') and applied_at is not null;

grant select, insert on feedback_components, suggestions, considerations, request_ends, outcomes to "${runtime}";
grant select on loop_schedule to "${runtime}";
grant update (next_run, last_run) on loop_schedule to "${runtime}";
grant update (at, cause_label, cause_events, kind, description, confidence, feedback_ids, figures, state, note, tried_at,
    request_id) on suggestions to "${runtime}";
grant update (state, lease_until, attempts, step, ended_at, outcome, sentence, figures, suggestion_id)
    on considerations to "${runtime}";
grant update (calibrated, status, worse) on request_ends to "${runtime}";
grant update (looks, verdict, sentence, events_before, events_after, effects, looked_at, ended_at, rollback,
    rollback_note) on outcomes to "${runtime}";
