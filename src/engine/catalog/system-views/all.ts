import { ACTIVITY_VIEWS } from './activity-views.ts';
import { AGENT_VIEWS } from './agent-views.ts';
import { CATALOG_PROCEDURE_VIEWS } from './catalog-procedure-views.ts';
import { COLUMN_VIEWS } from './column-views.ts';
import { COMPATIBILITY_VIEWS } from './compatibility-views.ts';
import { DATABASE_VIEWS } from './database-views.ts';
import { HOST_VIEWS } from './host-views.ts';
import { INDEX_VIEWS } from './index-views.ts';
import { INFORMATION_SCHEMA_VIEWS } from './information-schema-views.ts';
import { OBJECT_VIEWS } from './object-views.ts';
import { PARTITION_VIEWS } from './partition-views.ts';
import { SECURITY_VIEWS } from './security-views.ts';
import { SERVER_VIEWS } from './server-views.ts';
import type { SystemView } from './system-view.ts';

/** Every built-in view. Their object ids come from their places here. */
export const SYSTEM_VIEWS: readonly SystemView[] = [
  ...OBJECT_VIEWS,
  ...COLUMN_VIEWS,
  ...INDEX_VIEWS,
  ...DATABASE_VIEWS,
  ...SECURITY_VIEWS,
  ...SERVER_VIEWS,
  ...ACTIVITY_VIEWS,
  ...HOST_VIEWS,
  ...COMPATIBILITY_VIEWS,
  ...AGENT_VIEWS,
  ...PARTITION_VIEWS,
  ...INFORMATION_SCHEMA_VIEWS,
  ...CATALOG_PROCEDURE_VIEWS,
];
