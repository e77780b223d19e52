import { COLUMN_VIEWS } from './column-views.ts';
import { INDEX_VIEWS } from './index-views.ts';
import { OBJECT_VIEWS } from './object-views.ts';
import type { SystemView } from './system-view.ts';

/** Every built-in view. Their object ids come from their places here: add new ones at the end of a list. */
export const SYSTEM_VIEWS: readonly SystemView[] = [...OBJECT_VIEWS, ...COLUMN_VIEWS, ...INDEX_VIEWS];
