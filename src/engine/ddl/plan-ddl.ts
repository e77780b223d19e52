import type { Drop, Statement } from '../../tsql/index.ts';
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
