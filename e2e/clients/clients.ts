import type { Client } from '../harness/client.ts';
import { freetds } from './freetds/client.ts';
import { goMssqldb } from './go/client.ts';
import { mssqlJdbc } from './jdbc/client.ts';
import { nodeMssql } from './node-mssql/client.ts';
import { mssqlPython, pymssql, pyodbc } from './python/client.ts';
import { tedious } from './tedious/client.ts';

/** In the order in which they run: the quickest to prepare first. */
export const CLIENTS: readonly Client[] = [
  tedious,
  nodeMssql,
  freetds,
  goMssqldb,
  pymssql,
  pyodbc,
  mssqlPython,
  mssqlJdbc,
];
