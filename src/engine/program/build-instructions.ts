import { SqlError, type Goto, type If, type Statement, type TryCatch, type While } from '../../tsql/index.ts';
import type { Instruction, JumpTarget } from './instruction.ts';

interface Loop {
  readonly start: JumpTarget;
  readonly end: JumpTarget;
}

/** Flattens statements into instructions. Throws 133 (unknown label), 132 (label twice), 135/136 (BREAK, CONTINUE outside a loop). */
export function buildInstructions(statements: readonly Statement[]): readonly Instruction[] {
  const builder = new Builder();
  builder.block(statements);
  builder.resolveGotos();
  return builder.code;
}

class Builder {
  readonly code: Instruction[] = [];
  readonly #labels = new Map<string, JumpTarget>();
  readonly #gotos: { readonly statement: Goto; readonly target: JumpTarget }[] = [];
  readonly #loops: Loop[] = [];
  #tryDepth = 0;
  #catchDepth = 0;

  block(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  resolveGotos(): void {
    for (const { statement, target } of this.#gotos) {
      const label = this.#labels.get(statement.label.text.toLowerCase());
      if (label === undefined) {
        throw new SqlError(
          133,
          15,
          1,
          `A GOTO statement references the label '${statement.label.text}' but the label has not been declared.`,
          statement.pos.line,
        );
      }
      if (label.tryDepth > target.tryDepth || label.catchDepth > target.catchDepth) {
        throw new SqlError(1026, 15, 1, 'GOTO cannot be used to jump into a TRY or CATCH scope.', statement.pos.line);
      }
      Object.assign(target, label);
    }
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'block':
        return this.block(statement.statements);
      case 'if':
        return this.#if(statement);
      case 'while':
        return this.#while(statement);
      case 'break':
      case 'continue':
        return this.#leaveLoop(statement.kind, statement.pos.line);
      case 'goto': {
        const target = this.#here();
        this.#gotos.push({ statement, target });
        this.code.push({ op: 'jump', target });
        return;
      }
      case 'label': {
        const name = statement.name.text.toLowerCase();
        if (this.#labels.has(name)) {
          throw new SqlError(
            132,
            15,
            1,
            `The label '${statement.name.text}' has already been declared. Label names must be unique within a query batch or stored procedure.`,
            statement.pos.line,
          );
        }
        this.#labels.set(name, this.#here());
        return;
      }
      case 'return':
        this.code.push({ op: 'return', statement });
        return;
      case 'try-catch':
        return this.#tryCatch(statement);
      default:
        this.code.push({ op: 'run', statement });
    }
  }

  #if(statement: If): void {
    const otherwise = this.#unplaced();
    this.code.push({ op: 'branch', statement, ifFalse: otherwise });
    this.#statement(statement.then);
    if (statement.otherwise === undefined) return this.#place(otherwise);
    const end = this.#unplaced();
    this.code.push({ op: 'jump', target: end });
    this.#place(otherwise);
    this.#statement(statement.otherwise);
    this.#place(end);
  }

  #while(statement: While): void {
    const loop: Loop = { start: this.#here(), end: this.#unplaced() };
    this.code.push({ op: 'branch', statement, ifFalse: loop.end });
    this.#loops.push(loop);
    this.#statement(statement.body);
    this.#loops.pop();
    this.code.push({ op: 'jump', target: loop.start });
    this.#place(loop.end);
  }

  #leaveLoop(kind: 'break' | 'continue', line: number): void {
    const loop = this.#loops.at(-1);
    if (loop === undefined) {
      throw kind === 'break'
        ? new SqlError(135, 15, 1, 'Cannot use a BREAK statement outside the scope of a WHILE statement.', line)
        : new SqlError(136, 15, 1, 'Cannot use a CONTINUE statement outside the scope of a WHILE statement.', line);
    }
    this.code.push({ op: 'jump', target: kind === 'break' ? loop.end : loop.start });
  }

  #tryCatch(statement: TryCatch): void {
    const handler = this.#unplaced();
    const end = this.#unplaced();
    this.code.push({ op: 'enter try', handler });
    this.#tryDepth++;
    this.block(statement.body);
    this.#tryDepth--;
    this.code.push({ op: 'leave try' }, { op: 'jump', target: end });
    this.#place(handler);
    this.code.push({ op: 'enter catch' });
    this.#catchDepth++;
    this.block(statement.handler);
    this.#catchDepth--;
    this.code.push({ op: 'leave catch' });
    this.#place(end);
  }

  #here(): JumpTarget {
    return { index: this.code.length, tryDepth: this.#tryDepth, catchDepth: this.#catchDepth };
  }

  #unplaced(): JumpTarget {
    return { index: -1, tryDepth: this.#tryDepth, catchDepth: this.#catchDepth };
  }

  #place(target: JumpTarget): void {
    target.index = this.code.length;
  }
}
