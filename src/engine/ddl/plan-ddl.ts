import type { Drop, Statement } from '../../tsql/index.ts';
import { planAlterTable } from './alter-table.ts';
import { planCheckIdent } from './check-ident.ts';
import {
  planAlterIndex,
  planCreateIndex,
  planCreateStatistics,
  planDropIndex,
  planDropStatistics,
  planUpdateStatistics,
} from './create-drop-index.ts';
import { planCreateFunction, planCreateProcedure, planCreateView } from './create-module.ts';
import { planCreateSequence } from './sequence.ts';
import { planCreateSynonym, planCreateType } from './synonym-and-type.ts';
import { planCreateTrigger, planToggleTrigger } from './trigger.ts';
import { planTruncate } from './truncate.ts';
import { planAlterDatabase, planCreateDatabase, planDropDatabase } from './create-drop-database.ts';
import { planAlterSchema, planCreateSchema, planDropSchema } from './create-drop-schema.ts';
import { planCreateTable } from './create-table.ts';
import { notSupported } from './ddl-error.ts';
import { isDroppableClass, planDropObjects, planDropType } from './drop-object.ts';
import { planDropTable } from './drop-table.ts';
import type { DdlContext, DdlPlan } from './plan.ts';

/** What a DDL statement does. Throws SqlError when it does nothing. */
export function planDdl(ast: Statement, ctx: DdlContext): DdlPlan {
  switch (ast.kind) {
    case 'create-database':
      return planCreateDatabase(ast, ctx);
    case 'alter-database':
      return planAlterDatabase(ast, ctx);
    case 'create-schema':
      return planCreateSchema(ast, ctx);
    case 'alter-schema':
      return planAlterSchema(ast, ctx);
    case 'create-table':
      return planCreateTable(ast, ctx);
    case 'drop':
      return planDrop(ast, ctx);
    case 'alter-table':
      return planAlterTable(ast, ctx);
    case 'truncate':
      return planTruncate(ast, ctx);
    case 'create-index':
      return planCreateIndex(ast, ctx);
    case 'alter-index':
      return planAlterIndex(ast, ctx);
    case 'drop-index':
      return planDropIndex(ast, ctx);
    case 'create-statistics':
      return planCreateStatistics(ast, ctx);
    case 'update-statistics':
      return planUpdateStatistics(ast, ctx);
    case 'drop-statistics':
      return planDropStatistics(ast, ctx);
    case 'create-view':
      return planCreateView(ast, ctx);
    case 'create-procedure':
      return planCreateProcedure(ast, ctx);
    case 'create-function':
      return planCreateFunction(ast, ctx);
    case 'create-trigger':
      return planCreateTrigger(ast, ctx);
    case 'toggle-trigger':
      return planToggleTrigger(ast, ctx);
    case 'create-sequence':
    case 'alter-sequence':
      return planCreateSequence(ast, ctx);
    case 'create-synonym':
      return planCreateSynonym(ast, ctx);
    case 'create-type':
      return planCreateType(ast, ctx);
    case 'dbcc':
      if (ast.name === 'CHECKIDENT') return planCheckIdent(ast, ctx);
      throw notSupported(ast.pos, `DBCC ${ast.name}`);
    case 'unsupported':
      throw notSupported(ast.pos, ast.what);
    default:
      throw notSupported(ast.pos, ast.kind.replaceAll('-', ' ').toUpperCase());
  }
}

function planDrop(ast: Drop, ctx: DdlContext): DdlPlan {
  if (ast.class === 'DATABASE') return planDropDatabase(ast, ctx);
  if (ast.class === 'SCHEMA') return planDropSchema(ast, ctx);
  if (ast.class === 'TABLE') return planDropTable(ast, ctx);
  if (ast.class === 'TYPE') return planDropType(ast, ctx);
  if (isDroppableClass(ast.class)) return planDropObjects(ast, ctx);
  throw notSupported(ast.pos, `DROP ${ast.class}`);
}
