-- What the loop's model was used for on a day (UTC), so that a budget holds for all nodes and across restarts.
create table model_usage (
    day      date primary key,
    requests integer not null default 0 check (requests >= 0),
    tokens   bigint  not null default 0 check (tokens >= 0)
);

-- Calls under way. Until it is settled a call has spent all that it may take; one that nobody settles, because its
-- node was killed, keeps its tokens spent and frees its place when it expires.
create table model_calls (
    call_id    uuid primary key,
    day        date        not null references model_usage,
    tokens     bigint      not null check (tokens >= 0),
    expires_at timestamptz not null
);

create index model_calls_expiry on model_calls (expires_at);

grant select, insert on model_usage, model_calls to "${runtime}";
grant update (requests, tokens) on model_usage to "${runtime}";
grant delete on model_calls to "${runtime}";
