import { CLIENTS } from './client.ts';
import { CONTROL } from './control.ts';
import { DDL } from './ddl.ts';
import { DML } from './dml.ts';
import { MODULES } from './module.ts';
import { QUERIES } from './query.ts';
import { SECURITY } from './security.ts';

/** Every sample: each is one valid batch. */
export const SAMPLES: readonly string[] = [...QUERIES, ...DML, ...CONTROL, ...MODULES, ...DDL, ...SECURITY, ...CLIENTS];
