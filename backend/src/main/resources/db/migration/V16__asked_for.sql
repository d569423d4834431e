-- Who asked the loop to look, and whose confidence a request states.

-- The person who asked, himself or by his agent, and who may not approve what comes of it.
alter table considerations add owner varchar(255);
update considerations set owner = asked_by where not by_agent;
grant update (owner) on considerations to "${runtime}";

-- Of the loop's own requests each model's is another. No other proposer's name has a space in it.
create function request_proposer(subject varchar, metrics jsonb) returns varchar language sql immutable as $$
    select case when subject = 'patchgate-loop' and jsonb_typeof(metrics -> 'model') = 'string'
        then left(subject || ' with ' || (metrics ->> 'model'), 255) else subject end
$$;

create or replace function request_ended() returns trigger language plpgsql as $$
begin
    insert into request_ends (request_id, workspace, component, proposer, stated, status, ended_at)
    values (new.request_id, new.workspace, new.component, request_proposer(new.submitted_by, new.metrics),
        new.confidence, new.status, now())
    on conflict (request_id) do update set status = excluded.status;
    if new.status = 'APPLIED' then
        insert into outcomes (request_id, workspace, component, applied_at)
        values (new.request_id, new.workspace, new.component, new.applied_at) on conflict do nothing;
    end if;
    return null;
end $$;

update request_ends e set proposer = request_proposer(p.submitted_by, p.metrics)
from patch_requests p where p.request_id = e.request_id and p.submitted_by = 'patchgate-loop';
