-- The role that hosts name in DATABASE_URL: it reads and writes rows, owns nothing, and can neither change nor empty a
-- table. Only `reportctl db migrate` needs the owner of the database.
--
-- Run it as that owner, once, after the first `reportctl db migrate`; running it again does no harm. Tables of later
-- migrations are covered, provided that the same owner makes them. The role has no password until you give it one.
do $$
begin
  if not exists (select from pg_roles where rolname = 'reportctl_app') then
    create role reportctl_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant connect on database %I to reportctl_app', current_database());
end
$$;

-- PostgreSQL 14 lets everybody make tables here.
revoke create on schema public from public;
grant usage on schema public to reportctl_app;

grant select, insert, update, delete on all tables in schema public to reportctl_app;
alter default privileges in schema public grant select, insert, update, delete on tables to reportctl_app;
-- Which version the schema has is the owner's to say.
revoke insert, update, delete on schema_migrations from reportctl_app;
