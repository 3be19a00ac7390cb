-- A notice to an account's owner goes the way of a report's message: its row is there before anything is sent, says
-- `sending` before the mail server has the whole of it, and keeps what was sent and what the server said.
alter table notices
  alter column body drop not null, -- written together with `sending`
  add column error_code text, -- of the failure that paused the schedule
  add column recipient text, -- normalised
  add column subject text,
  add column message_id text,
  add column response text,
  add column body_sha256 text,
  add column attempt smallint not null default 0, -- how often the server refused it for now
  add column claim_token uuid,
  -- When it is to be looked at: at once, at the next try, or when whoever sends it has had time enough.
  add column due_at timestamptz(3) not null default '-infinity';
alter table notices alter column due_at drop default;
alter table notices drop constraint notices_status_check,
  add constraint notices_status_check
    check (status in ('pending', 'sending', 'sent', 'failed', 'suppressed', 'unknown'));
-- Every tick asks whether any is due.
create index notices_open on notices (due_at) where status in ('pending', 'sending');
