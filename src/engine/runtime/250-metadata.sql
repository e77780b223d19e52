-- Functions over the catalog. All take the current database where SQL Server means it. The tables come later than these
-- functions, which PL/pgSQL allows. STABLE: DDL of the same transaction is seen.

CREATE FUNCTION sys.fold_name(name text) RETURNS text IMMUTABLE PARALLEL SAFE
  RETURN lower(rtrim(name COLLATE "C", ' ') COLLATE "pg_c_utf8") COLLATE "C";

-- The parts of a name with its brackets and quotes taken off, the last part first; NULL when it is no name.
CREATE FUNCTION sys.name_parts(name text) RETURNS text[] IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  rest text COLLATE "C" := btrim(name COLLATE "C");
  parts text[] COLLATE "C" := '{}';
  part text COLLATE "C";
BEGIN
  LOOP
    part := substring(rest FROM '^(?:\[(?:[^]]|\]\])*\]|"(?:[^"]|"")*"|[^].["]*)');
    rest := substr(rest, length(part) + 1);
    part := CASE left(part, 1)
      WHEN '[' THEN replace(substr(part, 2, length(part) - 2), ']]', ']')
      WHEN '"' THEN replace(substr(part, 2, length(part) - 2), '""', '"') ELSE btrim(part) END;
    parts := part || parts;
    EXIT WHEN rest = '';
    IF left(rest, 1) <> '.' OR cardinality(parts) = 4 THEN
      RETURN NULL;
    END IF;
    rest := substr(rest, 2);
  END LOOP;
  RETURN CASE WHEN parts[1] = '' THEN NULL ELSE parts END;
END $$;
CREATE FUNCTION sys.parsename(name text, part integer) RETURNS sys.string IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  parts text[] COLLATE "C" := sys.name_parts(name);
BEGIN
  RETURN CASE WHEN part BETWEEN 1 AND 4 THEN nullif(parts[part], '')::sys.string END;
END $$;

CREATE FUNCTION sys.db_id(name text) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT d.id FROM holdfast.databases d WHERE d.folded = sys.fold_name(db_id.name));
END $$;
CREATE FUNCTION sys.db_name(id integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT d.name FROM holdfast.database_rows d WHERE d.database_id = id)::sys.string;
END $$;
CREATE FUNCTION sys.schema_id(name text, db integer) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT s.schema_id FROM holdfast.schema_rows s WHERE s.database_id = db AND sys.fold_name(s.name) = sys.fold_name(schema_id.name));
END $$;
CREATE FUNCTION sys.schema_name(id integer, db integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT s.name FROM holdfast.schema_rows s WHERE s.database_id = db AND s.schema_id = id)::sys.string;
END $$;

-- `temporary`: the temporary tables in scope, one a line: name in lower case, tab, object id.
CREATE FUNCTION sys.object_id(name text, type text, db integer, default_schema text, temporary text) RETURNS integer STABLE LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  parts text[] COLLATE "C" := sys.name_parts(name);
  wanted text COLLATE "C" := sys.fold_name(parts[1]);
  in_db integer := CASE WHEN coalesce(parts[3], '') = '' THEN db ELSE sys.db_id(parts[3]) END;
  given boolean := coalesce(parts[2], '') <> '';
  schemas text[] COLLATE "C" := CASE WHEN given THEN ARRAY[sys.fold_name(parts[2])] ELSE ARRAY[sys.fold_name(default_schema), 'dbo'] END;
  kind text COLLATE "C" := upper(rtrim(type) COLLATE "C");
  found integer;
BEGIN
  IF left(wanted, 2) = '##' THEN
    -- A global temporary table stands in tempdb, whatever database and schema are said.
    in_db := 2;
    schemas := ARRAY['dbo'];
  ELSIF left(wanted, 1) = '#' THEN
    RETURN substring(E'\n' || temporary COLLATE "C" FROM E'\n' || regexp_replace(wanted, '(\W)', '\\\1', 'g') || E'\t(-?\\d+)')::integer;
  END IF;
  IF parts IS NULL OR in_db IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT o.id INTO found
  FROM holdfast.schemas s JOIN holdfast.objects o ON o.schema_id = s.id AND o.namespace = 'object' AND o.folded = wanted
  WHERE s.database_id = in_db AND s.folded = ANY (schemas)
    AND (kind IS NULL OR kind = (SELECT m.type FROM holdfast.main_objects m WHERE m.object_id = o.id))
  ORDER BY array_position(schemas, s.folded) LIMIT 1;
  IF found IS NULL AND (kind IS NULL OR kind IN ('PK', 'UQ', 'F', 'C', 'D')) THEN
    SELECT c.object_id INTO found FROM holdfast.constraint_rows c
    WHERE c.database_id = in_db AND sys.fold_name(c.name) = wanted AND sys.fold_name(c.schema_name) = ANY (schemas) AND (kind IS NULL OR kind = c.type)
    LIMIT 1;
  END IF;
  IF found IS NULL AND (NOT given OR parts[2] ~* '^(sys|information_schema)$') AND (kind IS NULL OR kind IN ('V', 'S', 'X', 'P')) THEN
    SELECT o.object_id INTO found FROM holdfast.system_objects o
    WHERE sys.fold_name(o.name) = wanted AND (kind IS NULL OR kind = o.type)
      AND (NOT given OR o.schema_id = CASE sys.fold_name(parts[2]) WHEN 'sys' THEN 4 ELSE 3 END) LIMIT 1;
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION sys.object_name(id integer, db integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT o.name FROM holdfast.all_object_rows o WHERE o.database_id = db AND o.object_id = id LIMIT 1)::sys.string;
END $$;
CREATE FUNCTION sys.object_schema_name(id integer, db integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN sys.schema_name((SELECT o.schema_id FROM holdfast.all_object_rows o WHERE o.database_id = db AND o.object_id = id LIMIT 1), db);
END $$;
CREATE FUNCTION sys.object_definition(id integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN coalesce((SELECT o.meta->>'definition' FROM holdfast.main_objects o WHERE o.object_id = id AND o.meta->>'encrypted' IS NULL),
    (SELECT CASE c.type WHEN 'C' THEN c.document->>'text' WHEN 'D' THEN c.document->'default'->>'text' END
      FROM holdfast.constraint_rows c WHERE c.object_id = id LIMIT 1))::sys.string;
END $$;

CREATE FUNCTION sys.col_name(object integer, col integer) RETURNS sys.string STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT c.name FROM holdfast.all_column_rows c WHERE c.object_id = object AND c.column_id = col LIMIT 1)::sys.string;
END $$;
CREATE FUNCTION sys.col_length(object integer, col text) RETURNS smallint STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN (SELECT holdfast.type_length(c.type) FROM holdfast.all_column_rows c
    WHERE c.object_id = object AND sys.fold_name(c.name) = sys.fold_name(col) LIMIT 1);
END $$;

-- sql-docs, t-sql/functions/columnproperty-transact-sql.
CREATE FUNCTION sys.columnproperty(object integer, col text, property text) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  c record;
  computed jsonb;
BEGIN
  SELECT * INTO c FROM holdfast.all_column_rows r WHERE r.object_id = object AND sys.fold_name(r.name) = sys.fold_name(col) LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  computed := c.document->'computed';
  RETURN CASE sys.fold_name(property)
    WHEN 'allowsnull' THEN c.nullable::integer
    WHEN 'columnid' THEN c.column_id
    WHEN 'iscomputed' THEN (computed IS NOT NULL)::integer
    WHEN 'isidentity' THEN (c.document ? 'identity')::integer
    WHEN 'isidnotforrepl' THEN 0
    WHEN 'isrowguidcol' THEN (c.document->>'rowguidcol' IS NOT NULL)::integer
    WHEN 'ishidden' THEN (c.document->>'hidden' IS NOT NULL)::integer
    WHEN 'isdeterministic' THEN CASE WHEN computed IS NOT NULL THEN coalesce((computed->>'stored')::boolean, true)::integer END
    WHEN 'isprecise' THEN CASE WHEN computed IS NOT NULL THEN (c.type->>'name' NOT IN ('float', 'real'))::integer END
    WHEN 'isindexable' THEN (c.type->>'name' NOT IN ('text', 'ntext', 'image', 'xml') AND coalesce((c.type->>'length')::integer, 0) <> -1)::integer
    WHEN 'ispersisted' THEN coalesce((computed->>'persisted')::boolean, false)::integer
    WHEN 'generatedalwaystype' THEN CASE c.document->>'generatedAlways' WHEN 'row start' THEN 1 WHEN 'row end' THEN 2 ELSE 0 END
    WHEN 'charmaxlen' THEN CASE WHEN holdfast.is_character(c.type) THEN (c.type->>'length')::integer END
    WHEN 'precision' THEN CASE WHEN holdfast.is_character(c.type) THEN (c.type->>'length')::integer ELSE holdfast.type_precision(c.type) END
    WHEN 'scale' THEN holdfast.type_scale(c.type)
    WHEN 'usesansitrim' THEN CASE WHEN c.type->>'name' IN ('char', 'varchar', 'binary', 'varbinary') THEN 1 END
    WHEN 'isfulltextindexed' THEN 0 WHEN 'isxmlindexable' THEN 0 WHEN 'iscolumnset' THEN 0 WHEN 'issparse' THEN 0
    WHEN 'systemdataaccess' THEN 0 WHEN 'userdataaccess' THEN 0 WHEN 'statisticalsemantics' THEN 0 WHEN 'fulltexttypecolumn' THEN 0
  END;
END $$;

-- sql-docs, t-sql/functions/objectproperty-transact-sql.
CREATE FUNCTION sys.objectproperty(object integer, property text, db integer) RETURNS integer STABLE STRICT LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  o record;
  meta jsonb;
  p text COLLATE "C" := sys.fold_name(property);
BEGIN
  SELECT * INTO o FROM holdfast.all_object_rows r WHERE r.database_id = db AND r.object_id = object LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT m.meta INTO meta FROM holdfast.main_objects m WHERE m.object_id = object;
  RETURN CASE p
    WHEN 'istable' THEN (o.type IN ('U', 'S'))::integer
    WHEN 'isusertable' THEN (o.type = 'U')::integer
    WHEN 'issystemtable' THEN (o.type = 'S')::integer
    WHEN 'isview' THEN (o.type = 'V')::integer
    WHEN 'isprocedure' THEN (o.type = 'P')::integer
    WHEN 'isscalarfunction' THEN (o.type = 'FN')::integer
    WHEN 'isinlinefunction' THEN (o.type = 'IF')::integer
    WHEN 'istablefunction' THEN (o.type IN ('IF', 'TF'))::integer
    WHEN 'istrigger' THEN (o.type = 'TR')::integer
    WHEN 'isconstraint' THEN (o.type IN ('PK', 'UQ', 'F', 'C', 'D'))::integer
    WHEN 'isprimarykey' THEN (o.type = 'PK')::integer
    WHEN 'isuniquecnst' THEN (o.type = 'UQ')::integer
    WHEN 'isforeignkey' THEN (o.type = 'F')::integer
    WHEN 'ischeckcnst' THEN (o.type = 'C')::integer
    WHEN 'isdefaultcnst' THEN (o.type = 'D')::integer
    WHEN 'isdefault' THEN (o.type = 'D')::integer
    WHEN 'isexecuted' THEN (o.type IN ('P', 'FN', 'IF', 'TF', 'TR', 'V'))::integer
    WHEN 'isextendedproc' THEN (o.type = 'X')::integer
    WHEN 'isreplproc' THEN 0 WHEN 'isrule' THEN 0 WHEN 'isqueue' THEN 0 WHEN 'isencrypted' THEN 0
    WHEN 'isansinullson' THEN CASE WHEN o.type IN ('P', 'FN', 'IF', 'TF', 'TR', 'V', 'U') THEN coalesce((meta->>'ansiNulls')::boolean, true)::integer END
    WHEN 'execisansinullson' THEN coalesce((meta->>'ansiNulls')::boolean, true)::integer
    WHEN 'isquotedidenton' THEN coalesce((meta->>'quotedIdentifier')::boolean, true)::integer
    WHEN 'execisquotedidenton' THEN coalesce((meta->>'quotedIdentifier')::boolean, true)::integer
    WHEN 'isschemabound' THEN coalesce((meta->>'schemaBound')::boolean, false)::integer
    WHEN 'ismsshipped' THEN o.is_ms_shipped::integer
    WHEN 'isdeterministic' THEN CASE WHEN o.type IN ('FN', 'IF', 'TF', 'V') THEN 0 END
    WHEN 'issystemverified' THEN 0
    WHEN 'ownerid' THEN 1
    WHEN 'schemaid' THEN o.schema_id
    ELSE sys.tableproperty(object, p, meta, o.type)
  END;
END $$;
CREATE FUNCTION sys.tableproperty(object integer, p text, meta jsonb, type text) RETURNS integer STABLE LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  IF type NOT IN ('U', 'TT', 'V', 'TR') THEN
    RETURN NULL;
  END IF;
  RETURN CASE p
    WHEN 'tablehasprimarykey' THEN jsonb_path_exists(meta, '$.indexes[*] ? (@.constraint == "PRIMARY KEY")')::integer
    WHEN 'tablehasuniquecnst' THEN jsonb_path_exists(meta, '$.indexes[*] ? (@.constraint == "UNIQUE")')::integer
    WHEN 'tablehasclustindex' THEN jsonb_path_exists(meta, '$.indexes[*] ? (@.clustered == true)')::integer
    WHEN 'tablehasnonclustindex' THEN jsonb_path_exists(meta, '$.indexes[*] ? (@.clustered == false)')::integer
    WHEN 'tablehasindex' THEN (jsonb_array_length(meta->'indexes') > 0)::integer
    WHEN 'isindexed' THEN (jsonb_array_length(meta->'indexes') > 0)::integer
    WHEN 'isindexable' THEN (type = 'U')::integer
    WHEN 'tablehasforeignkey' THEN (jsonb_array_length(meta->'foreignKeys') > 0)::integer
    WHEN 'tablehasforeignref' THEN EXISTS (SELECT FROM holdfast.constraint_rows c
      WHERE c.type = 'F' AND (c.document->>'referencedObjectId')::integer = object)::integer
    WHEN 'tablehascheckcnst' THEN (jsonb_array_length(meta->'checks') > 0)::integer
    WHEN 'tablehasdefaultcnst' THEN jsonb_path_exists(meta, '$.columns[*] ? (exists (@.default))')::integer
    WHEN 'tablehasidentity' THEN jsonb_path_exists(meta, '$.columns[*] ? (exists (@.identity))')::integer
    WHEN 'tablehasrowguidcol' THEN jsonb_path_exists(meta, '$.columns[*] ? (@.rowguidcol == true)')::integer
    WHEN 'tablehastimestamp' THEN jsonb_path_exists(meta, '$.columns[*].type ? (@.name == "rowversion")')::integer
    WHEN 'tablehastextimage' THEN jsonb_path_exists(meta, '$.columns[*].type ? (@.name == "text" || @.name == "ntext" || @.name == "image")')::integer
    WHEN 'tabletemporaltype' THEN CASE WHEN meta ? 'temporal' THEN 2 ELSE 0 END
    WHEN 'tablehasinserttrigger' THEN sys.table_has_trigger(object, 'INSERT')
    WHEN 'tablehasupdatetrigger' THEN sys.table_has_trigger(object, 'UPDATE')
    WHEN 'tablehasdeletetrigger' THEN sys.table_has_trigger(object, 'DELETE')
    WHEN 'execisinserttrigger' THEN (meta->'events' ? 'INSERT')::integer
    WHEN 'execisupdatetrigger' THEN (meta->'events' ? 'UPDATE')::integer
    WHEN 'execisdeletetrigger' THEN (meta->'events' ? 'DELETE')::integer
    WHEN 'execisinsteadoftrigger' THEN (meta->>'insteadOf')::boolean::integer
    WHEN 'execisaftertrigger' THEN (NOT (meta->>'insteadOf')::boolean)::integer
    WHEN 'execistriggerdisabled' THEN (meta->>'disabled')::boolean::integer
    WHEN 'tableisfake' THEN 0 WHEN 'tableispinned' THEN 0 WHEN 'tableislockedonbulkload' THEN 0 WHEN 'tableismemoryoptimized' THEN 0
    WHEN 'tablehasactivefulltextindex' THEN 0 WHEN 'tablefulltextcatalogid' THEN 0 WHEN 'tablehasvardecimalstorageformat' THEN 0
    WHEN 'tabletextinrowlimit' THEN 0
  END;
END $$;
CREATE FUNCTION sys.table_has_trigger(object integer, event text) RETURNS integer STABLE LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  RETURN EXISTS (SELECT FROM holdfast.main_objects t WHERE t.type = 'TR' AND t.parent_object_id = object AND t.meta->'events' ? event)::integer;
END $$;
