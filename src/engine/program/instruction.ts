import type { If, Return, Statement, While } from '../../tsql/index.ts';

/**
 * A batch or module body, flattened: control flow becomes jumps, so that GOTO, BREAK and TRY need no recursion and a loop costs a
 * program counter. `to`, `ifFalse` and `handler` are indexes into the instruction list.
 */
export type Instruction =
  | { readonly op: 'run'; readonly statement: RunnableStatement }
  | { readonly op: 'jump'; readonly target: JumpTarget }
  | { readonly op: 'branch'; readonly statement: If | While; readonly ifFalse: JumpTarget }
  | { readonly op: 'return'; readonly statement: Return }
  | { readonly op: 'enter try'; readonly handler: JumpTarget }
  | { readonly op: 'leave try' }
  | { readonly op: 'enter catch' }
  | { readonly op: 'leave catch' };

/** Filled in when the place is known; the depths say how many TRY and CATCH blocks surround it. */
export interface JumpTarget {
  index: number;
  tryDepth: number;
  catchDepth: number;
}

type ControlFlow = 'block' | 'if' | 'while' | 'break' | 'continue' | 'goto' | 'label' | 'return' | 'try-catch';
export type RunnableStatement = Exclude<Statement, { kind: ControlFlow }>;
