-- What the gate denies is kept in the same form as what it lets through: the same columns, the same indexes, the same
-- files and counts, so that neither the verdict nor a later withdrawal or expiry costs more for the one than for the
-- other. What is written for an allowed request and not for a denied one could be heard in the agent's next call.

drop trigger sealed_requests_final on sealed_requests;

alter table sealed_requests
    add column id               bigint generated always as identity,
    add column created_at       timestamptz,
    add column reasoning        text             not null default '',
    add column diff             text             not null default '',
    add column new_code_blob    text             not null default '',
    add column component        varchar(100)     not null default '',
    add column improvement_type varchar(50)      not null default '',
    add column confidence       double precision not null default 0,
    add column status           varchar(50)      not null default 'PENDING_APPROVAL',
    add column feedback_ids     jsonb            not null default '[]',
    add column metrics          jsonb            not null default '{}',
    add column submitted_by     varchar(255)     not null default '',
    add column owner            varchar(255),
    add column file_count       integer          not null default 1,
    add column approval_key     char(64)         not null default '',
    add column supersedes       uuid,
    add column search           tsvector         not null default '';

update sealed_requests d
set created_at = s.created_at, reasoning = s.reasoning, component = s.component, improvement_type = s.improvement_type,
    confidence = s.confidence, status = s.status, feedback_ids = s.feedback_ids, metrics = s.metrics,
    submitted_by = s.submitted_by, owner = s.owner, supersedes = s.supersedes
from submissions s
where s.request_id = d.request_id;

alter table sealed_requests alter column created_at set not null;

create unique index sealed_requests_id on sealed_requests (id);
create index sealed_requests_status_created on sealed_requests (status, created_at);
create index sealed_requests_component_status on sealed_requests (component, status);
create index sealed_requests_newest on sealed_requests (created_at, request_id);
create index sealed_requests_component_newest on sealed_requests (component, created_at);
create index sealed_requests_workspace_newest on sealed_requests (workspace, created_at);
create index sealed_requests_pending_confidence on sealed_requests (confidence) where status = 'PENDING_APPROVAL';
create index sealed_requests_search on sealed_requests using gin (search);

-- A target that could not be read was neither something nor will it be: no check here.
create table sealed_changes (
    request_id  uuid         not null references sealed_requests (request_id),
    ordinal     integer      not null,
    target_file varchar(500) not null,
    base_sha256 char(64),
    base_size   bigint       not null,
    base_mode   integer      not null,
    new_sha256  char(64),
    new_size    bigint       not null,
    primary key (request_id, ordinal),
    unique (request_id, target_file)
);

create table sealed_request_counts (
    status    varchar(50)  not null,
    workspace varchar(100) not null,
    component varchar(100) not null,
    n         bigint       not null check (n >= 0),
    primary key (status, workspace, component)
);

insert into sealed_request_counts (status, workspace, component, n)
select status, workspace, component, count(*) from sealed_requests group by status, workspace, component;

create trigger sealed_requests_legal_move before update on sealed_requests
    for each row when (old.status is distinct from new.status) execute function legal_status_move();
create trigger sealed_requests_final before update of id, request_id, sealed_at, workspace, rule, target_file, resolved,
    policy_version, created_at, reasoning, diff, new_code_blob, component, improvement_type, confidence, feedback_ids,
    metrics, submitted_by, owner, file_count, approval_key, supersedes, search on sealed_requests
    for each statement execute function refuse_change();
create trigger sealed_requests_kept before delete or truncate on sealed_requests
    for each statement execute function refuse_change();
create trigger sealed_changes_final before update or delete or truncate on sealed_changes
    for each statement execute function refuse_change();

grant select, insert on sealed_changes, sealed_request_counts to "${runtime}";
grant update (status) on sealed_requests to "${runtime}";
grant update (n) on sealed_request_counts to "${runtime}";
