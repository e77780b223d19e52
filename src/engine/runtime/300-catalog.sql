-- The T-SQL catalog: one JSON document an object, in ordinary tables, changed in the same transaction as the DDL.
-- "folded" is the name in lower case as the engine folds it, so that the unique constraint and the engine's look-ups agree.

CREATE SCHEMA IF NOT EXISTS holdfast;

CREATE TABLE IF NOT EXISTS holdfast.settings (
  name text PRIMARY KEY,
  value jsonb NOT NULL
);

CREATE TABLE IF NOT EXISTS holdfast.databases (
  id int PRIMARY KEY,
  folded text NOT NULL CONSTRAINT databases_name UNIQUE,
  meta jsonb NOT NULL
);

CREATE TABLE IF NOT EXISTS holdfast.schemas (
  id int PRIMARY KEY,
  database_id int NOT NULL,
  folded text NOT NULL,
  meta jsonb NOT NULL,
  CONSTRAINT schemas_name UNIQUE (database_id, folded)
);

-- "namespace": types may be named like a table.
CREATE TABLE IF NOT EXISTS holdfast.objects (
  id int PRIMARY KEY,
  schema_id int NOT NULL,
  namespace text NOT NULL CHECK (namespace IN ('object', 'type')),
  kind text NOT NULL,
  name text NOT NULL,
  folded text NOT NULL,
  meta jsonb NOT NULL,
  CONSTRAINT objects_name UNIQUE (schema_id, namespace, folded)
);

-- Principals of database 0 are the server's (logins and server roles).
CREATE TABLE IF NOT EXISTS holdfast.principals (
  database_id int NOT NULL,
  id int NOT NULL,
  folded text NOT NULL,
  meta jsonb NOT NULL,
  PRIMARY KEY (database_id, id),
  CONSTRAINT principals_name UNIQUE (database_id, folded)
);

CREATE TABLE IF NOT EXISTS holdfast.role_members (
  database_id int NOT NULL,
  role_id int NOT NULL,
  member_id int NOT NULL,
  PRIMARY KEY (database_id, role_id, member_id)
);

-- state: G grant, W grant with grant option, D deny. minor_id is a column, 0 for all of the securable.
CREATE TABLE IF NOT EXISTS holdfast.permissions (
  database_id int NOT NULL,
  class int NOT NULL,
  major_id int NOT NULL,
  minor_id int NOT NULL,
  grantee_id int NOT NULL,
  grantor_id int NOT NULL,
  permission text NOT NULL,
  state "char" NOT NULL CHECK (state IN ('G', 'W', 'D')),
  PRIMARY KEY (database_id, class, major_id, minor_id, grantee_id, grantor_id, permission)
);

-- Apart from the principals, so that no system view can show a hash by mistake.
CREATE TABLE IF NOT EXISTS holdfast.logins (
  principal_id int PRIMARY KEY,
  password_hash text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- Extended properties: sp_addextendedproperty and its like.
CREATE TABLE IF NOT EXISTS holdfast.extended_properties (
  database_id int NOT NULL,
  class int NOT NULL,
  major_id int NOT NULL,
  minor_id int NOT NULL,
  name text NOT NULL,
  folded text NOT NULL,
  value_type text,
  value_text text,
  PRIMARY KEY (database_id, class, major_id, minor_id, folded)
);

-- Sequences, not rows: their changes take no lock, so that two transactions with DDL do not wait for each other.
-- Object ids are handed out by the engine; setval keeps the highest one, so that a dropped object's id does not return.
CREATE SEQUENCE IF NOT EXISTS holdfast.object_ids MINVALUE 1 START 901578250;
CREATE SEQUENCE IF NOT EXISTS holdfast.catalog_version MINVALUE 1 START 1;
-- 2000 is what @@DBTS shows in a new database of SQL Server.
CREATE SEQUENCE IF NOT EXISTS holdfast.rowversion MINVALUE 1 START 2001;

-- sp_addextendedproperty, sp_updateextendedproperty, sp_dropextendedproperty. "target" is the securable as error texts name it.
CREATE OR REPLACE FUNCTION holdfast.change_extended_property(
  action text, database int, property_class int, major int, minor int, property text, property_folded text, type text, value text, target text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  there boolean := EXISTS (SELECT FROM holdfast.extended_properties e WHERE (e.database_id, e.class, e.major_id, e.minor_id, e.folded)
    = (database, property_class, major, minor, property_folded));
BEGIN
  IF action = 'add' AND there THEN
    PERFORM sys.raise(15233, 16, 1, format('Property cannot be added. Property ''%s'' already exists for ''%s''.', property, target));
  ELSIF action <> 'add' AND NOT there THEN
    PERFORM sys.raise(15217, 16, 1, format('Property cannot be updated or deleted. Property ''%s'' does not exist for ''%s''.', property, target));
  END IF;
  DELETE FROM holdfast.extended_properties e WHERE (e.database_id, e.class, e.major_id, e.minor_id, e.folded)
    = (database, property_class, major, minor, property_folded);
  IF action <> 'drop' THEN
    INSERT INTO holdfast.extended_properties VALUES (database, property_class, major, minor, property, property_folded, type, value);
  END IF;
END
$$;
