import { type SystemView, emptyView } from './system-view.ts';

// sql-docs, relational-databases/system-tables: the tables of SQL Server Agent in msdb exist and hold nothing.

const JOB_COLUMNS = `
  job_id                  uniqueidentifier
  originating_server_id   int
  name                    sysname
  enabled                 tinyint
  description             nvarchar(512) null
  start_step_id           int
  category_id             int
  owner_sid               varbinary(85)
  notify_level_eventlog   int
  notify_level_email      int
  notify_level_netsend    int
  notify_level_page       int
  notify_email_operator_id  int
  notify_netsend_operator_id  int
  notify_page_operator_id  int
  delete_level            int
  date_created            datetime
  date_modified           datetime
  version_number          int
`;

export const AGENT_VIEWS: readonly SystemView[] = [
  emptyView('sys.sysjobs', JOB_COLUMNS),
  emptyView('sys.sysjobs_view', JOB_COLUMNS),
  emptyView(
    'sys.sysjobsteps',
    `
    job_id      uniqueidentifier
    step_id     int
    step_name   sysname
    subsystem   nvarchar(40)
    command     nvarchar(max) null
    flags       int
    on_success_action  tinyint
    on_fail_action  tinyint
    database_name  sysname null
    last_run_outcome  int
    last_run_duration  int
    last_run_date  int
    last_run_time  int
    step_uid    uniqueidentifier null
  `,
  ),
  emptyView(
    'sys.sysjobhistory',
    `
    instance_id   int
    job_id        uniqueidentifier
    step_id       int
    step_name     sysname
    sql_message_id  int
    sql_severity  int
    message       nvarchar(4000) null
    run_status    int
    run_date      int
    run_time      int
    run_duration  int
    operator_id_emailed  int
    retries_attempted  int
    server        sysname
  `,
  ),
  emptyView(
    'sys.sysjobschedules',
    `
    schedule_id    int null
    job_id         uniqueidentifier null
    next_run_date  int
    next_run_time  int
  `,
  ),
  emptyView(
    'sys.sysschedules',
    `
    schedule_id  int
    schedule_uid  uniqueidentifier
    name         sysname
    enabled      int
    freq_type    int
    freq_interval  int
    date_created  datetime
    date_modified  datetime
  `,
  ),
  emptyView(
    'sys.syscategories',
    `
    category_id     int
    category_class  int
    category_type   tinyint
    name            sysname
  `,
  ),
  emptyView(
    'sys.sysoperators',
    `
    id             int
    name           sysname
    enabled        tinyint
    email_address  nvarchar(100) null
  `,
  ),
  emptyView(
    'sys.sysalerts',
    `
    id        int
    name      sysname
    enabled   tinyint
    severity  int
  `,
  ),
];
