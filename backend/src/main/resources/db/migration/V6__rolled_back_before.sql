-- A content that was applied and taken back is told when it is proposed again.

alter table patch_requests add column previously_rolled_back uuid;

create trigger patch_requests_rolled_back_final before update of previously_rolled_back on patch_requests
    for each statement execute function refuse_change();

-- Serves that question at admission, and which requests were applied over a file.
create index patch_changes_contents on patch_changes (target_file, new_sha256);

-- Written for a denied request too, so that a seal costs what an admission does.
create index sealed_changes_contents on sealed_changes (target_file, new_sha256);
