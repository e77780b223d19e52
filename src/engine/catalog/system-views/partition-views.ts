import { type SystemView, emptyView } from './system-view.ts';

// sql-docs, relational-databases/system-catalog-views: partitioned tables, which Holdfast does not have.

export const PARTITION_VIEWS: readonly SystemView[] = [
  emptyView(
    'sys.partition_functions',
    `
    name                  sysname
    function_id           int
    type                  char(2)
    type_desc             nvarchar(60) null
    fanout                int
    boundary_value_on_right  bit
    is_system             bit
    create_date           datetime
    modify_date           datetime
  `,
  ),
  emptyView(
    'sys.partition_schemes',
    `
    name           sysname
    data_space_id  int
    type           char(2)
    type_desc      nvarchar(60) null
    is_default     bit null
    is_system      bit null
    function_id    int
  `,
  ),
  emptyView(
    'sys.partition_range_values',
    `
    function_id   int
    boundary_id   int
    parameter_id  int
    value         sql_variant null
  `,
  ),
  emptyView(
    'sys.partition_parameters',
    `
    function_id     int
    parameter_id    int
    system_type_id  tinyint
    max_length      smallint
    precision       tinyint
    scale           tinyint
    collation_name  sysname null
    user_type_id    int
  `,
  ),
  emptyView(
    'sys.destination_data_spaces',
    `
    partition_scheme_id  int
    destination_id       int
    data_space_id        int
  `,
  ),
];
