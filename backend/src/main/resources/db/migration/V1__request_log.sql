-- The request log. The owner of these tables migrates; the role ${runtime} serves.
-- What an agent's views read stands in submissions alone; what only reviewers see stands in
-- patch_requests and patch_changes; what only auditors see stands in sealed_requests.

create table submissions (
    request_id              uuid primary key,
    created_at              timestamptz      not null,
    submitted_by            varchar(255)     not null,
    owner                   varchar(255),
    workspace               varchar(100)     not null,
    target_file             varchar(500)     not null,
    component               varchar(100)     not null,
    improvement_type        varchar(50)      not null,
    confidence              double precision not null check (confidence between 0 and 1),
    reasoning               text             not null,
    feedback_ids            jsonb            not null,
    metrics                 jsonb            not null,
    changes                 text             not null, -- a JSON array, kept as it was written
    supersedes              uuid,
    idempotency_key         varchar(255),
    idempotency_fingerprint char(64),
    status                  varchar(50)      not null default 'PENDING_APPROVAL',
    reviewed_at             timestamptz,
    reviewed_by             varchar(255),
    review_comment          text,
    category                varchar(50),
    applied_at              timestamptz,
    application_error       text
);

create unique index submissions_idempotency on submissions (submitted_by, idempotency_key)
    where idempotency_key is not null;
create index submissions_own on submissions (submitted_by, created_at, request_id);
-- Serves the quota, the expiry and the sweep of what has no verdict yet.
create index submissions_open on submissions (submitted_by, created_at) where status = 'PENDING_APPROVAL';

-- The seed's table, with PostgreSQL's types, and what the later columns of the design add.
create table patch_requests (
    id                bigint generated always as identity primary key,
    request_id        uuid             not null unique references submissions,
    created_at        timestamptz      not null,
    target_file       varchar(500)     not null,
    reasoning         text             not null,
    diff              text             not null,
    new_code_blob     text             not null, -- of the first file; empty for a deletion
    component         varchar(100)     not null,
    improvement_type  varchar(50)      not null,
    confidence        double precision not null,
    status            varchar(50)      not null default 'PENDING_APPROVAL',
    reviewed_at       timestamptz,
    reviewed_by       varchar(255),
    review_comment    text,
    applied_at        timestamptz,
    application_error text,
    feedback_ids      jsonb            not null,
    metrics           jsonb            not null,

    submitted_by      varchar(255)     not null,
    owner             varchar(255),
    workspace         varchar(100)     not null,
    category          varchar(50),
    file_count        integer          not null check (file_count between 1 and 300),
    approval_key      char(64)         not null,
    policy_version    char(64)         not null,
    supersedes        uuid,
    rollback_by       varchar(255),
    rollback_comment  text,
    rollback_at       timestamptz,
    search            tsvector         not null
);

create index idx_status_created on patch_requests (status, created_at);
create index idx_component_status on patch_requests (component, status);
create index patch_requests_newest on patch_requests (created_at, request_id);
create index patch_requests_component_newest on patch_requests (component, created_at);
create index patch_requests_workspace_newest on patch_requests (workspace, created_at);
create index patch_requests_search on patch_requests using gin (search);
create index patch_requests_rolling_back on patch_requests (request_id)
    where rollback_at is not null and status = 'APPLIED';

-- What each file of a request was and will be. Contents stand once, in submissions.changes.
create table patch_changes (
    request_id  uuid         not null references patch_requests (request_id),
    ordinal     integer      not null,
    target_file varchar(500) not null,
    base_sha256 char(64),
    base_size   bigint       not null,
    base_mode   integer      not null,
    new_sha256  char(64),
    new_size    bigint       not null,
    primary key (request_id, ordinal),
    unique (request_id, target_file),
    check (base_sha256 is not null or new_sha256 is not null)
);

create table sealed_requests (
    request_id     uuid primary key references submissions,
    sealed_at      timestamptz  not null,
    workspace      varchar(100) not null,
    rule           text         not null,
    target_file    varchar(500) not null,
    resolved       text         not null,
    policy_version char(64)     not null
);

-- Kept in the same transactions as the rows that they count.
create table patch_request_counts (
    status    varchar(50)  not null,
    workspace varchar(100) not null,
    component varchar(100) not null,
    n         bigint       not null check (n >= 0),
    primary key (status, workspace, component)
);

create table submission_counts (
    submitted_by varchar(255) not null,
    status       varchar(50)  not null,
    workspace    varchar(100) not null,
    component    varchar(100) not null,
    n            bigint       not null check (n >= 0),
    primary key (submitted_by, status, workspace, component)
);

-- Append-only. entry is canonical JSON, byte for byte as it will be hashed and signed.
create table ledger (
    sequence   bigint primary key check (sequence > 0),
    at         timestamptz not null,
    kind       varchar(50) not null,
    request_id uuid,
    actor      varchar(255),
    sealed     boolean     not null,
    entry      bytea       not null
);

create index ledger_request on ledger (request_id, sequence) where request_id is not null;

create table protected_paths (
    workspace varchar(100) not null,
    path      varchar(500) not null,
    added_by  varchar(255) not null,
    added_at  timestamptz  not null,
    primary key (workspace, path)
);

-- One sender's ids are his own: nobody can take another's id before him.
create table feedback_events (
    sent_by     varchar(255) not null,
    feedback_id varchar(100) not null,
    received_at timestamptz  not null,
    trusted     boolean      not null,
    type        varchar(50)  not null,
    at          timestamptz  not null,
    source      varchar(255) not null,
    component   varchar(100) not null,
    task_id     varchar(255),
    user_id     varchar(255),
    rating      double precision check (rating between 0 and 1),
    comment     text,
    context     jsonb        not null,
    metrics     jsonb        not null,
    primary key (sent_by, feedback_id)
);

create index feedback_events_window on feedback_events (component, at);

create table users (
    name          varchar(255) primary key,
    password_hash text,
    roles         text[]      not null,
    created_at    timestamptz not null
);

create table sign_in_links (
    secret_sha256 char(64) primary key,
    user_name     varchar(255) not null references users,
    expires_at    timestamptz  not null,
    used_at       timestamptz
);

create table revoked_tokens (
    token_id   varchar(100) primary key,
    expires_at timestamptz  not null,
    revoked_by varchar(255) not null,
    revoked_at timestamptz  not null
);

-- Illegal moves are impossible here, whatever the code above believes.
create function legal_status_move() returns trigger language plpgsql as $$
begin
    if (old.status, new.status) in (
        ('PENDING_APPROVAL', 'APPROVED'), ('PENDING_APPROVAL', 'DENIED'), ('PENDING_APPROVAL', 'WITHDRAWN'),
        ('PENDING_APPROVAL', 'EXPIRED'), ('PENDING_APPROVAL', 'SUPERSEDED'),
        ('APPROVED', 'APPLIED'), ('APPROVED', 'FAILED'),
        ('APPLIED', 'ROLLED_BACK')) then
        return new;
    end if;
    raise exception 'illegal status move from % to %', old.status, new.status using errcode = 'check_violation';
end $$;

create function first_status() returns trigger language plpgsql as $$
begin
    raise exception 'a request begins as PENDING_APPROVAL, not %', new.status using errcode = 'check_violation';
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: it is final', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger submissions_first_status before insert on submissions
    for each row when (new.status <> 'PENDING_APPROVAL') execute function first_status();
create trigger submissions_legal_move before update on submissions
    for each row when (old.status is distinct from new.status) execute function legal_status_move();
create trigger submissions_final before update of request_id, created_at, submitted_by, owner, workspace, target_file,
    component, improvement_type, confidence, reasoning, feedback_ids, metrics, changes, supersedes, idempotency_key,
    idempotency_fingerprint on submissions
    for each statement execute function refuse_change();

create trigger patch_requests_first_status before insert on patch_requests
    for each row when (new.status <> 'PENDING_APPROVAL') execute function first_status();
create trigger patch_requests_legal_move before update on patch_requests
    for each row when (old.status is distinct from new.status) execute function legal_status_move();
create trigger patch_requests_final before update of request_id, created_at, target_file, reasoning, diff,
    new_code_blob, component, improvement_type, confidence, feedback_ids, metrics, submitted_by, owner, workspace,
    file_count, approval_key, policy_version, supersedes on patch_requests
    for each statement execute function refuse_change();

create trigger patch_changes_final before update or delete or truncate on patch_changes
    for each statement execute function refuse_change();
create trigger sealed_requests_final before update or delete or truncate on sealed_requests
    for each statement execute function refuse_change();
create trigger ledger_final before update or delete or truncate on ledger
    for each statement execute function refuse_change();
create trigger protected_paths_final before update or delete or truncate on protected_paths
    for each statement execute function refuse_change();

grant usage on schema public to "${runtime}";
grant select, insert on submissions, patch_requests, patch_changes, sealed_requests, ledger, protected_paths,
    feedback_events, users, sign_in_links, revoked_tokens, patch_request_counts, submission_counts to "${runtime}";
grant update (status, reviewed_at, reviewed_by, review_comment, category, applied_at, application_error)
    on submissions to "${runtime}";
grant update (status, reviewed_at, reviewed_by, review_comment, category, applied_at, application_error, rollback_by,
    rollback_comment, rollback_at) on patch_requests to "${runtime}";
grant update (n) on patch_request_counts, submission_counts to "${runtime}";
grant update (password_hash, roles) on users to "${runtime}";
grant update (used_at) on sign_in_links to "${runtime}";
grant delete on sign_in_links, revoked_tokens to "${runtime}";
