-- What an admin protects may be a pattern too; a path that was added before is what it was.
alter table protected_paths add column kind varchar(10) not null default 'path' check (kind in ('path', 'pattern'));
alter table protected_paths drop constraint protected_paths_pkey;
alter table protected_paths add primary key (workspace, kind, path);

-- The policy that each workspace was served under, one row each time it was another one than before.
-- Lists are JSON arrays, kept as they were written; removed and added are cut to what a person reads.
create table policies_in_force (
    id             bigint generated always as identity primary key,
    workspace      varchar(100) not null,
    at             timestamptz  not null,
    policy_version char(64)     not null,
    entries        text         not null, -- of [text, group, whether it takes protection away]
    change         varchar(10)  not null check (change in ('first', 'loosened', 'tightened', 'changed')),
    removed        text         not null,
    removed_total  integer      not null,
    added          text         not null,
    added_total    integer      not null
);

create index policies_in_force_newest on policies_in_force (workspace, id);

create trigger policies_in_force_final before update or delete or truncate on policies_in_force
    for each statement execute function refuse_change();

grant select, insert on policies_in_force to "${runtime}";
