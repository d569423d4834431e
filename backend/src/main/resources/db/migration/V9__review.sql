-- What reviewers do with a request besides deciding: they revise it, talk about its lines, and some of them own its paths.

-- A revision is a request like any other. Who made it of which request, and how, stands with what was sent, since its
-- agent may know it. editors are all people whose hands the content went through.
alter table submissions
    add column revision_kind varchar(20) check (revision_kind in ('merge', 'reduction', 'revert')),
    add column revised_by    varchar(255),
    add column revision_of   uuid,
    add column editors       text[] not null default '{}',
    add column dropped       text   not null default '[]', -- a JSON array of places in what was sent before
    add check ((revision_kind is null) = (revised_by is null) and (revision_kind is null) = (revision_of is null));

create index submissions_supersedes on submissions (supersedes) where supersedes is not null;
create index submissions_reverts on submissions (revision_of) where revision_kind = 'revert';

create trigger submissions_revision_final before update of revision_kind, revised_by, revision_of, editors, dropped
    on submissions for each statement execute function refuse_change();

-- A line of no file is the request as a whole.
create table review_comments (
    id              bigint generated always as identity primary key,
    request_id      uuid         not null references patch_requests (request_id),
    author          varchar(255) not null,
    at              timestamptz  not null,
    body            text         not null check (length(body) between 1 and 4000),
    changes_wanted  boolean      not null,
    target_file     varchar(500),
    side            varchar(10)  check (side in ('before', 'after')),
    line            integer      check (line > 0),
    check ((target_file is null) = (side is null) and (target_file is null) = (line is null))
);

create index review_comments_request on review_comments (request_id, id);
create trigger review_comments_final before update or delete or truncate on review_comments
    for each statement execute function refuse_change();

-- Groups of people of each of which so many must approve: an array of {"reviewers": [...], "approvals": n}.
alter table patch_requests add column code_owners jsonb not null default '[]';

create function code_owners_agree(asked jsonb, voters text[]) returns boolean language sql immutable as $$
    select not exists (
        select from jsonb_array_elements(asked) as owners
        where (select count(distinct voter) from unnest(voters) as voter where owners -> 'reviewers' ? voter)
            < (owners ->> 'approvals')::int)
$$;

create or replace function quorum_reached() returns trigger language plpgsql as $$
begin
    if not exists (
        select from votes where request_id = new.request_id and approved
        group by approval_key
        having count(*) >= new.required_approvals
            and code_owners_agree(new.code_owners, array_agg(reviewer)::text[])) then
        raise exception 'a request that needs % approvals, its code owners'' among them, has fewer',
            new.required_approvals using errcode = 'check_violation';
    end if;
    return new;
end $$;

create function code_owners_lowered() returns trigger language plpgsql as $$
begin
    if exists (
        select from jsonb_array_elements(old.code_owners) as kept
        where not exists (select from jsonb_array_elements(new.code_owners) as now where now = kept)) then
        raise exception 'code owners are never dropped' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger patch_requests_code_owners_kept before update of code_owners on patch_requests
    for each row when (old.code_owners is distinct from new.code_owners) execute function code_owners_lowered();

-- Nobody votes on what he sent, answers for or edited.
create function no_vote_of_ones_own() returns trigger language plpgsql as $$
begin
    if exists (
        select from submissions s where s.request_id = new.request_id
            and new.reviewer in (select unnest(s.editors || s.submitted_by::text || s.owner::text))) then
        raise exception 'nobody votes on a request of his own' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger votes_of_others before insert on votes for each row execute function no_vote_of_ones_own();

grant select, insert on review_comments to "${runtime}";
grant update (code_owners) on patch_requests to "${runtime}";
