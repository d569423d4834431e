-- Which side of a canary a monitor's event is of. What is said of a canary counts for its comparison alone.

alter table feedback_events
    add variant varchar(10) check (variant in ('stable', 'canary')),
    add check (variant is null or trusted);

create index feedback_events_variant on feedback_events (workspace, component, at) include (variant, reason, type)
    where variant is not null;

-- As before, with what tells a canary's events from the others.
drop index feedback_events_window;
create index feedback_events_window on feedback_events (workspace, component, at)
    include (reason, trusted, type, variant);
drop index feedback_events_negative;
create index feedback_events_negative on feedback_events (workspace, component, at)
    where negative and variant is distinct from 'canary';
