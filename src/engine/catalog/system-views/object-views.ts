import { type SystemView, systemView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views/sys-objects-transact-sql

/** What sys.objects and all that inherits from it have, over a row source `o` with these names. */
export const OBJECT_COLUMNS = `
  name                  sysname            o.name
  object_id             int                o.object_id
  principal_id          int null
  schema_id             int                o.schema_id
  parent_object_id      int                o.parent_object_id
  type                  char(2)            rpad(o.type, 2)
  type_desc             nvarchar(60) null  holdfast.type_desc(o.type)
  create_date           datetime           o.created
  modify_date           datetime           o.modified
  is_ms_shipped         bit                o.is_ms_shipped
  is_published          bit                0
  is_schema_published   bit                0
`;

/** The same over holdfast.main_objects, which knows user objects only. */
export const USER_OBJECT_COLUMNS = OBJECT_COLUMNS.replace('o.is_ms_shipped', '0');

const objects = (name: string, from: string): SystemView =>
  systemView(name, { database: 'o.database_id', from, columns: OBJECT_COLUMNS });

export const OBJECT_VIEWS: readonly SystemView[] = [
  objects('sys.objects', 'holdfast.object_rows o'),
  objects('sys.all_objects', 'holdfast.all_object_rows o'),
  objects('sys.system_objects', 'holdfast.all_object_rows o WHERE o.is_ms_shipped'),
];
