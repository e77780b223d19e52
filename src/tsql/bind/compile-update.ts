import { printChange } from '../lower/print-change.ts';
import type { Update } from '../syntax/ast/index.ts';
import { bindAnswer } from './bind-output.ts';
import { bindWith } from './bind-with.ts';
import type { BoundUpdate } from './bound-query.ts';
import { newPrinter, permissionsOf, readHints } from './compile.ts';
import type { CompiledStatement } from './compiled.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { bindChangeSource } from './dml-source.ts';
import { boundTarget } from './dml-target.ts';
import { compileInsteadOfChange } from './instead-of.ts';
import { bindSet } from './set-clause.ts';

/** UPDATE. A row that joins with several rows of FROM changes once, by one of them (as in SQL Server, nobody says which). */
export function compileUpdate(ast: Update, root: BindContext): CompiledStatement {
  readHints(ast.options, root);
  const { ctes, ctx } = bindWith(ast.with, root);
  const columns = ast.set.flatMap((item) =>
    item.kind === 'set-variable-item' ? [] : (item.column.parts.at(-1)?.text ?? []),
  );
  const source = bindChangeSource({ target: ast.target, from: ast.from, where: ast.where, top: ast.top, columns }, ctx);
  const { target } = source;
  const set = bindSet(
    ast.set,
    { target, alias: source.alias, find: (name) => source.find(name), oldCtx: source.oldCtx },
    source.ctx,
  );
  for (const column of set.updated) require(ctx, target.objectId, 'UPDATE', column);
  const assignments = set.assignments.map(({ pg, value }) => ({ pg, value: source.relocate(value) }));
  const replaced = compileInsteadOfChange('UPDATE', { source, assignments, ctes, updated: set.updated }, ctx);
  if (replaced) return replaced;
  const answer = bindAnswer({
    target,
    action: 'UPDATE',
    output: ast.output,
    from: source.others,
    extras: set.variables.map((variable) => variable.value),
    ctx,
  });
  const update: BoundUpdate = {
    kind: 'update',
    ...(ctes.length > 0 ? { with: ctes } : {}),
    target: boundTarget(target, source.alias),
    assignments,
    from: source.from,
    ...(source.where ? { where: source.where } : {}),
    returning: answer.returning,
    stores: answer.stores,
    answers: answer.answers,
  };
  const printer = newPrinter(ctx);
  return {
    verb: 'UPDATE',
    sql: printChange(update, printer),
    parameters: printer.parameters,
    columns: answer.columns,
    assignments: set.variables.map((variable, i) => ({
      variable: variable.variable,
      type: variable.type,
      column: answer.extras[i] ?? 0,
    })),
    target: { objectId: target.objectId, action: 'UPDATE', updatedColumns: set.updated },
    ...(ctx.state.currentOf ? { currentOf: ctx.state.currentOf } : {}),
    permissions: permissionsOf(ctx),
    readsOnly: false,
    locks: ctx.state.locks,
    usesTemporary: ctx.state.usesTemporary,
  };
}
