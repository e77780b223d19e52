-- Types, indexes, identities, databases, principals.

CREATE FUNCTION sys.indexproperty(object integer, index_name text, property text) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  i record;
BEGIN
  SELECT * INTO i FROM holdfast.index_rows r WHERE r.object_id = object AND sys.fold_name(r.name) = sys.fold_name(index_name) LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN CASE sys.fold_name(property)
    WHEN 'indexid' THEN i.index_id
    WHEN 'isclustered' THEN (i.type IN (1, 5))::integer
    WHEN 'isunique' THEN i.is_unique::integer
    WHEN 'isdisabled' THEN coalesce((i.document->>'disabled')::boolean, false)::integer
    WHEN 'iscolumnstore' THEN (i.type IN (5, 6))::integer
    WHEN 'indexfillfactor' THEN 0 WHEN 'indexdepth' THEN 1 WHEN 'isautostatistics' THEN 0 WHEN 'isfulltextkey' THEN 0
    WHEN 'ishypothetical' THEN 0 WHEN 'isoptimizedforsequentialkey' THEN 0 WHEN 'ispadindex' THEN 0
    WHEN 'ispagelockdisallowed' THEN 0 WHEN 'isrowlockdisallowed' THEN 0 WHEN 'isstatistics' THEN 0
  END;
END $$;
CREATE FUNCTION sys.index_col(object integer, index_number integer, key_number integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT i.document->'columns'->(key_number - 1)->>'column' FROM holdfast.index_rows i
    WHERE i.object_id = object AND i.index_id = index_number LIMIT 1)::sys.string;
END $$;

CREATE FUNCTION sys.type_id(name text, db integer) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  parts text[] COLLATE "C" := sys.name_parts(name);
BEGIN
  RETURN coalesce(
    (SELECT t.user_type_id FROM holdfast.system_types t WHERE t.name = sys.fold_name(parts[1]) AND coalesce(sys.fold_name(parts[2]), 'sys') = 'sys'),
    (SELECT (o.meta->>'userTypeId')::integer FROM holdfast.objects o JOIN holdfast.schemas s ON s.id = o.schema_id
      WHERE s.database_id = db AND o.namespace = 'type' AND o.folded = sys.fold_name(parts[1])
        AND s.folded = coalesce(sys.fold_name(parts[2]), 'dbo') LIMIT 1));
END $$;
CREATE FUNCTION sys.type_name(id integer, db integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN coalesce(
    (SELECT t.name FROM holdfast.system_types t WHERE t.user_type_id = id),
    (SELECT o.name FROM holdfast.objects o JOIN holdfast.schemas s ON s.id = o.schema_id
      WHERE s.database_id = db AND o.namespace = 'type' AND (o.meta->>'userTypeId')::integer = id LIMIT 1))::sys.string;
END $$;
CREATE FUNCTION sys.typeproperty(name text, property text) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT CASE sys.fold_name(property)
      WHEN 'precision' THEN CASE WHEN t.is_character THEN CASE WHEN t.name LIKE 'n%' THEN t.max_length / 2 ELSE t.max_length END ELSE t.precision END
      WHEN 'scale' THEN CASE WHEN t.scale > 0 OR t.precision > 0 THEN t.scale END
      WHEN 'allowsnull' THEN 1 WHEN 'ownerid' THEN 4
      WHEN 'usesansitrim' THEN CASE WHEN t.name IN ('char', 'varchar', 'binary', 'varbinary') THEN 1 END END
    FROM holdfast.system_types t WHERE t.name = sys.fold_name((sys.name_parts(typeproperty.name))[1]));
END $$;

-- The identity column of a table: which = 'current', 'seed' or 'increment'.
CREATE FUNCTION sys.identity_of(object integer, which text) RETURNS numeric VOLATILE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  c record;
  answer numeric;
BEGIN
  SELECT r.document->'identity' AS identity, r.pg_schema INTO c FROM holdfast.column_rows r WHERE r.object_id = object AND r.document ? 'identity';
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF which <> 'current' THEN
    RETURN (c.identity->>which)::numeric;
  END IF;
  EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE $1::bigint END FROM %I.%I', c.pg_schema, c.identity->>'pgSequence')
    INTO answer USING c.identity->>'seed';
  RETURN answer;
END $$;

CREATE FUNCTION sys.variant(type text, value text) RETURNS sys.sql_variant IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN value IS NOT NULL THEN ROW(type, value)::sys.sql_variant END;
CREATE FUNCTION sys.variant_length(x sys.sql_variant) RETURNS integer IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  base text COLLATE "C" := substring((x).type FROM '^\w+');
BEGIN
  RETURN CASE
    WHEN (x).value IS NULL THEN NULL
    WHEN base IN ('nchar', 'nvarchar') THEN sys.len_units((x).value) * 2
    WHEN base IN ('char', 'varchar') THEN length((x).value)
    WHEN base IN ('binary', 'varbinary') THEN (length((x).value) - 2) / 2
    ELSE CASE base WHEN 'bit' THEN 1 WHEN 'tinyint' THEN 1 WHEN 'smallint' THEN 2 WHEN 'int' THEN 4 WHEN 'real' THEN 4 WHEN 'smallmoney' THEN 4
      WHEN 'smalldatetime' THEN 4 WHEN 'date' THEN 3 WHEN 'uniqueidentifier' THEN 16
      WHEN 'decimal' THEN CASE WHEN substring((x).type FROM '\((\d+)')::integer <= 9 THEN 5 WHEN substring((x).type FROM '\((\d+)')::integer <= 19 THEN 9
        WHEN substring((x).type FROM '\((\d+)')::integer <= 28 THEN 13 ELSE 17 END
      WHEN 'numeric' THEN CASE WHEN substring((x).type FROM '\((\d+)')::integer <= 9 THEN 5 WHEN substring((x).type FROM '\((\d+)')::integer <= 19 THEN 9
        WHEN substring((x).type FROM '\((\d+)')::integer <= 28 THEN 13 ELSE 17 END
      WHEN 'time' THEN 5 WHEN 'datetimeoffset' THEN 10 ELSE 8 END
  END;
END $$;
-- sql-docs, t-sql/functions/sql-variant-property-transact-sql. Precision and lengths of what the type says.
CREATE FUNCTION sys.variant_property(x sys.sql_variant, property text, collation_name text) RETURNS sys.sql_variant IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  base text COLLATE "C" := substring((x).type FROM '^\w+');
  first integer := substring((x).type FROM '\((\d+)')::integer;
  second integer := substring((x).type FROM ',\s*(\d+)')::integer;
BEGIN
  RETURN CASE sys.fold_name(property)
    WHEN 'basetype' THEN sys.variant('nvarchar(128)', base)
    WHEN 'precision' THEN sys.variant('int', (CASE base WHEN 'decimal' THEN first WHEN 'numeric' THEN first WHEN 'int' THEN 10 WHEN 'bigint' THEN 19
      WHEN 'smallint' THEN 5 WHEN 'tinyint' THEN 3 WHEN 'bit' THEN 1 WHEN 'money' THEN 19 WHEN 'smallmoney' THEN 10 WHEN 'float' THEN 53
      WHEN 'real' THEN 24 WHEN 'datetime' THEN 23 WHEN 'smalldatetime' THEN 16 WHEN 'date' THEN 10 WHEN 'datetime2' THEN 19 + first + (first > 0)::integer
      WHEN 'time' THEN 8 + first + (first > 0)::integer WHEN 'datetimeoffset' THEN 26 + first + (first > 0)::integer ELSE 0 END)::text)
    WHEN 'scale' THEN sys.variant('int', (CASE WHEN base IN ('decimal', 'numeric') THEN second WHEN base IN ('money', 'smallmoney') THEN 4 WHEN base = 'datetime' THEN 3
      WHEN base IN ('time', 'datetime2', 'datetimeoffset') THEN first ELSE 0 END)::text)
    WHEN 'maxlength' THEN sys.variant('int', (CASE WHEN base IN ('char', 'varchar', 'binary', 'varbinary') THEN first WHEN base IN ('nchar', 'nvarchar') THEN first * 2
      ELSE sys.variant_length(x) END)::text)
    WHEN 'totalbytes' THEN sys.variant('int', (sys.variant_length(x) + CASE WHEN base ~ 'char' THEN 8 WHEN base ~ 'binary|decimal|numeric' THEN 4 ELSE 2 END)::text)
    WHEN 'collation' THEN CASE WHEN base ~ 'char' THEN sys.variant('nvarchar(128)', collation_name) END
  END;
END $$;

-- sql-docs, t-sql/functions/databasepropertyex-transact-sql.
CREATE FUNCTION sys.databasepropertyex(db text, property text) RETURNS sys.sql_variant STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  d record;
  p text COLLATE "C" := sys.fold_name(property);
  option text COLLATE "C";
BEGIN
  SELECT * INTO d FROM holdfast.database_rows r WHERE sys.fold_name(r.name) = sys.fold_name(db);
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  CASE
    WHEN p = 'collation' THEN RETURN sys.variant('nvarchar(128)', d.collation_name);
    WHEN p = 'status' THEN RETURN sys.variant('nvarchar(128)', coalesce(d.options->>'state', 'ONLINE'));
    WHEN p = 'updateability' THEN
      RETURN sys.variant('nvarchar(128)', CASE WHEN coalesce((d.options->>'is_read_only')::boolean, false) THEN 'READ_ONLY' ELSE 'READ_WRITE' END);
    WHEN p = 'useraccess' THEN RETURN sys.variant('nvarchar(128)', coalesce(d.options->>'user_access', 'MULTI_USER'));
    WHEN p = 'recovery' THEN RETURN sys.variant('nvarchar(128)', coalesce(d.options->>'recovery_model', 'SIMPLE'));
    WHEN p = 'sqlsortorder' THEN RETURN sys.variant('tinyint', CASE WHEN d.collation_name ILIKE 'SQL_Latin1_General_CP1_CI_AS' THEN '52' ELSE '0' END);
    WHEN p = 'lcid' THEN RETURN sys.variant('int', '1033');
    WHEN p = 'comparisonstyle' THEN RETURN sys.variant('int', CASE WHEN d.collation_name ~* '_CI_AS' THEN '196609' ELSE '0' END);
    WHEN p = 'version' THEN RETURN sys.variant('int', '904');
    WHEN p IN ('edition', 'serviceobjective', 'elasticpoolname', 'maxsizeinbytes', 'isfulltextenabled') THEN
      RETURN CASE WHEN p = 'isfulltextenabled' THEN sys.variant('int', '0') END;
    WHEN p LIKE 'is%' THEN
      option := CASE p
        WHEN 'isansinulldefault' THEN 'is_ansi_null_default_on' WHEN 'isansinullsenabled' THEN 'is_ansi_nulls_on'
        WHEN 'isansipaddingenabled' THEN 'is_ansi_padding_on' WHEN 'isansiwarningsenabled' THEN 'is_ansi_warnings_on'
        WHEN 'isarithmeticabortenabled' THEN 'is_arithabort_on' WHEN 'isautoclose' THEN 'is_auto_close_on' WHEN 'isautoshrink' THEN 'is_auto_shrink_on'
        WHEN 'isautocreatestatistics' THEN 'is_auto_create_stats_on' WHEN 'isautoupdatestatistics' THEN 'is_auto_update_stats_on'
        WHEN 'isnullconcat' THEN 'is_concat_null_yields_null_on' WHEN 'isquotedidentifiersenabled' THEN 'is_quoted_identifier_on'
        WHEN 'isrecursivetriggersenabled' THEN 'is_recursive_triggers_on' WHEN 'isparameterizationforced' THEN 'is_parameterization_forced'
        WHEN 'isnumericroundabortenabled' THEN 'is_numeric_roundabort_on' WHEN 'isclosecursorsoncommitenabled' THEN 'is_cursor_close_on_commit_on'
        WHEN 'islocalcursorsdefault' THEN 'is_local_cursor_default' WHEN 'isinstandby' THEN 'is_in_standby' END;
      RETURN sys.variant('int', coalesce((d.options->>option)::boolean, p IN ('isautocreatestatistics', 'isautoupdatestatistics'))::integer::text);
    ELSE RETURN NULL;
  END CASE;
END $$;

-- Principals. Database 0 is the server.
CREATE FUNCTION sys.principal_id(name text, db integer) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT p.id FROM holdfast.principals p WHERE p.database_id = db AND p.folded = sys.fold_name(principal_id.name));
END $$;
CREATE FUNCTION sys.principal_name(id integer, db integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT p.meta->>'name' FROM holdfast.principals p WHERE p.database_id = db AND p.id = principal_name.id)::sys.string;
END $$;
CREATE FUNCTION sys.login_name_of_sid(sid bytea) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT p.meta->>'name' FROM holdfast.principals p WHERE p.database_id = 0 AND p.meta->>'type' = 'S'
    AND decode(p.meta->>'sid', 'hex') = login_name_of_sid.sid LIMIT 1)::sys.string;
END $$;
CREATE FUNCTION sys.login_sid(name text) RETURNS bytea STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT decode(p.meta->>'sid', 'hex') FROM holdfast.principals p WHERE p.database_id = 0 AND p.folded = sys.fold_name(login_sid.name));
END $$;

-- 1, 0, or NULL when there is no such role. `roles` are the caller's, one a line.
CREATE FUNCTION sys.has_role(role text, db integer, roles text) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  IF sys.fold_name(role) = ANY (string_to_array(lower(roles), E'\n')) OR sys.fold_name(role) = 'public' THEN
    RETURN 1;
  END IF;
  RETURN CASE WHEN sys.principal_id(role, db) IS NOT NULL THEN 0 END;
END $$;
-- Of another principal: through roles in roles.
CREATE FUNCTION sys.role_holds(role text, principal text, db integer) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  role_number integer := sys.principal_id(role, db);
  member integer := sys.principal_id(principal, db);
BEGIN
  IF role_number IS NULL OR member IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (WITH RECURSIVE up (id) AS (
      SELECT member UNION SELECT m.role_id FROM holdfast.role_members m JOIN up ON up.id = m.member_id WHERE m.database_id = db)
    SELECT (count(*) > 0 OR sys.fold_name(role) = 'public')::integer FROM up WHERE up.id = role_number);
END $$;

-- HAS_PERMS_BY_NAME: owners hold everything; others what is granted to them or their roles and not denied.
CREATE FUNCTION sys.has_perms(securable text, class_name text, permission_name text, db integer, default_schema text, user_number integer, roles text, is_admin smallint)
RETURNS integer STABLE LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  kind text COLLATE "C" := upper(coalesce(class_name, CASE WHEN securable IS NULL THEN 'SERVER' END) COLLATE "C");
  wanted text COLLATE "C" := upper(permission_name COLLATE "C");
  class_number integer := CASE kind WHEN 'DATABASE' THEN 0 WHEN 'OBJECT' THEN 1 WHEN 'SCHEMA' THEN 3 WHEN 'TYPE' THEN 6 WHEN 'SERVER' THEN 100 END;
  target integer;
  grantees integer[];
BEGIN
  IF class_number IS NULL OR wanted IS NULL THEN
    RETURN NULL;
  END IF;
  target := CASE class_number WHEN 0 THEN CASE WHEN securable IS NULL THEN db ELSE sys.db_id((sys.name_parts(securable))[1]) END
    WHEN 1 THEN sys.object_id(securable, NULL, db, default_schema, '') WHEN 3 THEN sys.schema_id((sys.name_parts(securable))[1], db)
    WHEN 6 THEN sys.type_id(securable, db) ELSE 0 END;
  IF target IS NULL THEN
    RETURN NULL;
  END IF;
  IF is_admin = 1 OR (class_number <> 100 AND 'db_owner' = ANY (string_to_array(lower(roles), E'\n'))) THEN
    RETURN 1;
  END IF;
  SELECT array_agg(p.id) || user_number || 0 INTO grantees FROM holdfast.principals p
    WHERE p.database_id = db AND p.folded = ANY (string_to_array(lower(roles), E'\n'));
  RETURN (SELECT (count(*) FILTER (WHERE x.state = 'D') = 0 AND count(*) FILTER (WHERE x.state IN ('G', 'W')) > 0)::integer
    FROM holdfast.permissions x
    WHERE x.database_id = CASE class_number WHEN 100 THEN 0 ELSE db END AND x.grantee_id = ANY (grantees)
      AND ((x.class = class_number AND x.major_id IN (target, 0) AND x.minor_id = 0) OR (x.class = 0 AND class_number <> 100))
      AND (x.permission IN (wanted, 'CONTROL') OR wanted = 'ANY'));
END $$;

-- SESSION_CONTEXT: values as the engine keeps them, in one JSON object by key.
CREATE FUNCTION sys.session_context(store text, key text) RETURNS sys.sql_variant IMMUTABLE PARALLEL SAFE
  RETURN sys.variant(store::jsonb -> sys.fold_name(key) ->> 'type', store::jsonb -> sys.fold_name(key) ->> 'value');

-- sql-docs, t-sql/functions/serverproperty-transact-sql.
CREATE FUNCTION sys.serverproperty(property text, server text, machine text, collation_name text, edition text, process integer)
RETURNS sys.sql_variant IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  p text COLLATE "C" := sys.fold_name(property);
  word text COLLATE "C" := CASE p
    WHEN 'productversion' THEN '15.0.2000.1559' WHEN 'resourceversion' THEN '15.00.2000' WHEN 'buildclrversion' THEN 'v4.0.30319'
    WHEN 'productlevel' THEN 'RTM' WHEN 'productmajorversion' THEN '15' WHEN 'productminorversion' THEN '0' WHEN 'productbuild' THEN '2000'
    WHEN 'edition' THEN edition WHEN 'machinename' THEN machine WHEN 'computernamephysicalnetbios' THEN machine WHEN 'servername' THEN server
    WHEN 'collation' THEN collation_name WHEN 'sqlcharsetname' THEN 'iso_1' WHEN 'sqlsortordername' THEN 'nocase_iso'
    WHEN 'instancedefaultdatapath' THEN '/var/opt/mssql/data/' WHEN 'instancedefaultlogpath' THEN '/var/opt/mssql/data/'
    WHEN 'instancedefaultbackuppath' THEN '/var/opt/mssql/data' WHEN 'errorlogfilename' THEN '/var/opt/mssql/log/errorlog'
    WHEN 'licensetype' THEN 'DISABLED' WHEN 'filestreamsharename' THEN NULL END;
  number text COLLATE "C" := CASE p
    WHEN 'engineedition' THEN '9' WHEN 'editionid' THEN '1994083197' WHEN 'processid' THEN process::text WHEN 'lcid' THEN '1033'
    WHEN 'comparisonstyle' THEN '196609' WHEN 'collationid' THEN '872468488' WHEN 'sqlcharset' THEN '1' WHEN 'sqlsortorder' THEN '52'
    WHEN 'isclustered' THEN '0' WHEN 'ishadrenabled' THEN '0' WHEN 'isintegratedsecurityonly' THEN '0' WHEN 'issingleuser' THEN '0'
    WHEN 'isfulltextinstalled' THEN '0' WHEN 'islocaldb' THEN '0' WHEN 'isxtpsupported' THEN '0' WHEN 'isadvancedanalyticsinstalled' THEN '0'
    WHEN 'ispolybaseinstalled' THEN '0' WHEN 'isbigdatacluster' THEN '0' WHEN 'istempdbmetadatamemoryoptimized' THEN '0'
    WHEN 'filestreamconfiguredlevel' THEN '0' WHEN 'filestreameffectivelevel' THEN '0' WHEN 'isexternalauthenticationonly' THEN '0'
    WHEN 'suspendeddatabasecount' THEN '0' END;
BEGIN
  IF p = 'editionid' THEN
    RETURN sys.variant('bigint', number);
  END IF;
  RETURN CASE WHEN word IS NOT NULL THEN sys.variant('nvarchar(128)', word) ELSE sys.variant('int', number) END;
END $$;

CREATE FUNCTION sys.objectpropertyex(object integer, property text, db integer) RETURNS sys.sql_variant STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  IF sys.fold_name(property) = 'basetype' THEN
    RETURN sys.variant('char(2)', (SELECT rpad(o.type, 2) FROM holdfast.all_object_rows o WHERE o.database_id = db AND o.object_id = object LIMIT 1));
  END IF;
  RETURN sys.variant('int', sys.objectproperty(object, property, db)::text);
END $$;
CREATE FUNCTION sys.indexkey_property(object integer, index_number integer, key_number integer, property text) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  key jsonb;
BEGIN
  SELECT i.document->'columns'->(key_number - 1) INTO key FROM holdfast.index_rows i WHERE i.object_id = object AND i.index_id = index_number LIMIT 1;
  RETURN CASE sys.fold_name(property)
    WHEN 'isdescending' THEN (key->>'descending')::boolean::integer
    WHEN 'columnid' THEN (SELECT c.column_id FROM holdfast.column_rows c
      WHERE c.object_id = object AND sys.fold_name(c.name) = sys.fold_name(key->>'column')) END;
END $$;
CREATE FUNCTION sys.file_id(name text, db text) RETURNS smallint IMMUTABLE PARALLEL SAFE
  RETURN CASE sys.fold_name(name) WHEN sys.fold_name(db) THEN 1 WHEN sys.fold_name(db) || '_log' THEN 2 END::smallint;
CREATE FUNCTION sys.collationproperty(name text, property text) RETURNS sys.sql_variant IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF name COLLATE "C" !~* '_(BIN2?|C[IS]_A[IS])(_|$)' THEN
    RETURN NULL;
  END IF;
  RETURN CASE sys.fold_name(property)
    WHEN 'codepage' THEN sys.variant('int', CASE WHEN name COLLATE "C" ~* '_UTF8' THEN '65001' ELSE '1252' END)
    WHEN 'lcid' THEN sys.variant('int', '1033')
    WHEN 'comparisonstyle' THEN sys.variant('int', (CASE WHEN name COLLATE "C" ~* '_BIN' THEN 0 ELSE 196608 + (name COLLATE "C" ~* '_CI')::integer + 2 * (name COLLATE "C" ~* '_AI')::integer END)::text)
    WHEN 'version' THEN sys.variant('tinyint', CASE WHEN name COLLATE "C" ~* '_140_' THEN '3' WHEN name COLLATE "C" ~* '_100_' THEN '2' WHEN name COLLATE "C" ~* '_90_' THEN '1' ELSE '0' END)
  END;
END $$;
-- Who owns the login's sid in the database, is its guest, or is sysadmin.
CREATE FUNCTION sys.has_dbaccess(name text, sid bytea, is_admin smallint) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  db integer := sys.db_id(name);
BEGIN
  IF db IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (is_admin = 1 OR db IN (1, 2, 4) OR EXISTS (SELECT FROM holdfast.principals p WHERE p.database_id = db AND p.meta->>'sid' ILIKE encode(sid, 'hex')))::integer;
END $$;
-- sql-docs, t-sql/functions/connectionproperty-transact-sql.
CREATE FUNCTION sys.connectionproperty(property text, client text, local_address text, port integer) RETURNS sys.sql_variant IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE sys.fold_name(property)
    WHEN 'net_transport' THEN sys.variant('nvarchar(40)', 'TCP') WHEN 'protocol_type' THEN sys.variant('nvarchar(40)', 'TSQL')
    WHEN 'physical_net_transport' THEN sys.variant('nvarchar(40)', 'TCP') WHEN 'auth_scheme' THEN sys.variant('nvarchar(40)', 'SQL')
    WHEN 'client_net_address' THEN sys.variant('varchar(48)', client) WHEN 'local_net_address' THEN sys.variant('varchar(48)', local_address)
    WHEN 'local_tcp_port' THEN sys.variant('int', port::text) END;
END $$;
-- -3 when there is no such cursor.
CREATE FUNCTION sys.cursor_status(states text, scope text, name text) RETURNS smallint IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  line text COLLATE "C";
BEGIN
  FOREACH line IN ARRAY string_to_array(states, E'\n') LOOP
    IF split_part(line, E'\t', 1) = sys.fold_name(scope) COLLATE "C" AND split_part(line, E'\t', 2) = sys.fold_name(name) COLLATE "C" THEN
      RETURN split_part(line, E'\t', 3)::smallint;
    END IF;
  END LOOP;
  RETURN -3;
END $$;
