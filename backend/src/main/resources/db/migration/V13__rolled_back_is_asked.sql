-- Whether a content was rolled back before is asked when a reviewer looks, and not kept at the admission: what is looked
-- up there and not at a seal makes the next call of an agent slower after the one than after the other.

drop trigger patch_requests_rolled_back_final on patch_requests;
alter table patch_requests drop column previously_rolled_back;
