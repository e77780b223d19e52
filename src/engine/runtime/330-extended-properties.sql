-- sys.fn_listextendedproperty (sql-docs, system-functions/sys-fn-listextendedproperty-transact-sql). A level without a name means all of its kind.
CREATE OR REPLACE FUNCTION holdfast.list_extended_properties(
  database int, property text, type0 text, name0 text, type1 text, name1 text, type2 text, name2 text
) RETURNS TABLE (objtype sys.string, objname sys.string, name sys.string, value sys.sql_variant)
LANGUAGE sql STABLE AS $$
  SELECT p.objtype::sys.string, p.objname::sys.string, e.name::sys.string,
         CASE WHEN e.value_type IS NOT NULL THEN ROW(e.value_type, e.value_text)::sys.sql_variant END
  FROM holdfast.extended_properties e
  CROSS JOIN LATERAL (
    SELECT NULL::text AS objtype, NULL::text AS objname WHERE e.class = 0 AND type0 IS NULL
    UNION ALL
    SELECT 'SCHEMA', s.name FROM holdfast.schema_rows s
    WHERE e.class = 3 AND upper(type0) IN ('SCHEMA', 'USER') AND type1 IS NULL AND s.database_id = e.database_id AND s.schema_id = e.major_id
      AND (name0 IS NULL OR lower(s.name) = lower(name0))
    UNION ALL
    SELECT 'USER', u.name FROM holdfast.principal_rows u
    WHERE e.class = 4 AND upper(type0) = 'USER' AND type1 IS NULL AND u.database_id = e.database_id AND u.id = e.major_id
      AND (name0 IS NULL OR lower(u.name) = lower(name0))
    UNION ALL
    SELECT upper(o.kind), o.name FROM holdfast.main_objects o
    WHERE e.class = 1 AND e.minor_id = 0 AND type2 IS NULL AND o.database_id = e.database_id AND o.object_id = e.major_id
      AND upper(type0) IN ('SCHEMA', 'USER') AND upper(o.kind) = upper(type1)
      AND (name0 IS NULL OR lower(o.schema_name) = lower(name0)) AND (name1 IS NULL OR lower(o.name) = lower(name1))
    UNION ALL
    SELECT 'COLUMN', c.name FROM holdfast.column_rows c
    WHERE e.class = 1 AND e.minor_id > 0 AND upper(type2) = 'COLUMN' AND c.database_id = e.database_id AND c.object_id = e.major_id
      AND c.column_id = e.minor_id
      AND (name0 IS NULL OR lower(c.schema_name) = lower(name0)) AND (name1 IS NULL OR lower(c.object_name) = lower(name1))
      AND (name2 IS NULL OR lower(c.name) = lower(name2))
    UNION ALL
    SELECT 'PARAMETER', q.name FROM holdfast.parameter_rows q
    WHERE e.class = 2 AND upper(type2) = 'PARAMETER' AND q.database_id = e.database_id AND q.object_id = e.major_id AND q.parameter_id = e.minor_id
      AND (name0 IS NULL OR lower(q.schema_name) = lower(name0)) AND (name1 IS NULL OR lower(q.object_name) = lower(name1))
      AND (name2 IS NULL OR lower(q.name) = lower(name2))
    UNION ALL
    SELECT 'INDEX', i.name FROM holdfast.index_rows i
    WHERE e.class = 7 AND upper(type2) = 'INDEX' AND i.database_id = e.database_id AND i.object_id = e.major_id AND i.index_id = e.minor_id
      AND (name0 IS NULL OR lower(i.schema_name) = lower(name0)) AND (name1 IS NULL OR lower(i.table_name) = lower(name1))
      AND (name2 IS NULL OR lower(i.name) = lower(name2))
    UNION ALL
    SELECT 'CONSTRAINT', k.name FROM holdfast.constraint_rows k
    WHERE e.class = 1 AND upper(type2) = 'CONSTRAINT' AND k.database_id = e.database_id AND k.object_id = e.major_id
      AND (name0 IS NULL OR lower(k.schema_name) = lower(name0)) AND (name1 IS NULL OR lower(k.table_name) = lower(name1))
      AND (name2 IS NULL OR lower(k.name) = lower(name2))
  ) p
  WHERE e.database_id = database AND (property IS NULL OR lower(e.name) = lower(property))
  ORDER BY p.objtype, p.objname, e.name
$$;
