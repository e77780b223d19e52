import { printChange } from '../lower/print-change.ts';
import type { Delete } from '../syntax/ast/index.ts';
import { bindAnswer } from './bind-output.ts';
import { bindWith } from './bind-with.ts';
import type { BoundDelete } from './bound-query.ts';
import { newPrinter, permissionsOf, readHints } from './compile.ts';
import type { CompiledStatement } from './compiled.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { bindChangeSource } from './dml-source.ts';
import { boundTarget } from './dml-target.ts';
import { compileInsteadOfChange } from './instead-of.ts';

export function compileDelete(ast: Delete, root: BindContext): CompiledStatement {
  readHints(ast.options, root);
  const { ctes, ctx } = bindWith(ast.with, root);
  const source = bindChangeSource(
    { target: ast.target, from: ast.from, where: ast.where, top: ast.top, columns: [] },
    ctx,
  );
  const { target } = source;
  require(ctx, target.objectId, 'DELETE');
  const replaced = compileInsteadOfChange('DELETE', { source, assignments: [], ctes, updated: [] }, ctx);
  if (replaced) return replaced;
  const answer = bindAnswer({ target, action: 'DELETE', output: ast.output, from: source.others, extras: [], ctx });
  const change: BoundDelete = {
    kind: 'delete',
    ...(ctes.length > 0 ? { with: ctes } : {}),
    target: boundTarget(target, source.alias),
    from: source.from,
    ...(source.where ? { where: source.where } : {}),
    returning: answer.returning,
    stores: answer.stores,
    answers: answer.answers,
  };
  const printer = newPrinter(ctx);
  return {
    verb: 'DELETE',
    sql: printChange(change, printer),
    parameters: printer.parameters,
    columns: answer.columns,
    assignments: [],
    target: { objectId: target.objectId, action: 'DELETE', updatedColumns: [] },
    ...(ctx.state.currentOf ? { currentOf: ctx.state.currentOf } : {}),
    permissions: permissionsOf(ctx),
    readsOnly: false,
    locks: ctx.state.locks,
    usesTemporary: ctx.state.usesTemporary,
  };
}
