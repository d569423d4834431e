-- Approving without a person is bounded here too, whatever the program believes.

create index patch_requests_automatic on patch_requests (reviewed_at) where reviewed_by = 'auto_approve_system';

create function automatic_vote_bounded() returns trigger language plpgsql as $$
begin
    if exists (
        select from patch_requests
        where request_id = new.request_id and (required_approvals > 1 or code_owners <> '[]')) then
        raise exception 'this request takes more than one look' using errcode = 'check_violation';
    end if;
    if not exists (
        select from checks
        where request_id = new.request_id and required and kind <> 'syntax' and status = 'passed') then
        raise exception 'no required check vouches for this request' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger votes_automatic before insert on votes
    for each row when (new.approved and new.reviewer = 'auto_approve_system') execute function automatic_vote_bounded();
