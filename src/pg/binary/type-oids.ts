/** OIDs of PostgreSQL's own types, which never change. Those of types made by Holdfast are read from pg_type. */
export const PgTypeOid = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float4: 700,
  float8: 701,
  unknown: 705,
  date: 1082,
  numeric: 1700,
  record: 2249,
  uuid: 2950,
} as const;
