-- The person who asked the loop to look, himself or by his agent, and who may not approve what comes of it.

alter table considerations add owner varchar(255);
update considerations set owner = asked_by where not by_agent;
grant update (owner) on considerations to "${runtime}";
