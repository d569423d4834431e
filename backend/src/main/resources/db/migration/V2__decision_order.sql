-- Lists by the time of decision, and the count of the pending requests that are worth an alert.

create index patch_requests_decided on patch_requests (reviewed_at, request_id) where reviewed_at is not null;
create index submissions_own_decided on submissions (submitted_by, reviewed_at, request_id)
    where reviewed_at is not null;
create index patch_requests_pending_confidence on patch_requests (confidence) where status = 'PENDING_APPROVAL';
