import {
  type BindEnvironment,
  type CompiledStatement,
  DEFAULT_SET_OPTIONS,
  type SqlType,
  type TableMeta,
  compileStatement,
  parseBatch,
} from '../../tsql/index.ts';
import { DdlTestbed } from '../ddl/ddl-testbed.ts';

const SYSTEM: Readonly<Record<string, string>> = {
  '@@now': '638501400000000000',
  '@@utc_offset_minutes': '0',
  '@@db_id': '5',
  '@@db_name': 'shop',
  '@@user_name': 'dbo',
};

export interface Variable {
  readonly type: SqlType;
  /** The carrier's text. */
  readonly value: string | null;
}

export interface Answer {
  readonly compiled: CompiledStatement;
  readonly names: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Compiles T-SQL queries and runs what they were lowered to on a real PostgreSQL. */
export class QueryTestbed {
  readonly ddl: DdlTestbed;
  readonly variables = new Map<string, Variable>();
  readonly tableVariables = new Map<string, TableMeta>();
  environment: Partial<BindEnvironment> = {};

  private constructor(ddl: DdlTestbed) {
    this.ddl = ddl;
  }

  static async start(): Promise<QueryTestbed> {
    const ddl = await DdlTestbed.start();
    await ddl.run('CREATE DATABASE shop');
    ddl.database = 'shop';
    return new QueryTestbed(ddl);
  }

  stop(): Promise<void> {
    return this.ddl.stop();
  }

  env(): BindEnvironment {
    return {
      catalog: this.ddl.catalog,
      databaseId: this.ddl.catalog.database('shop')?.id ?? 0,
      defaultSchema: 'dbo',
      variable: (name) => this.variables.get(name.toLowerCase()),
      tableVariable: (name) => this.tableVariables.get(name.toLowerCase()),
      temporaryTable: (name) => this.ddl.temporary.get(name.toLowerCase()),
      options: DEFAULT_SET_OPTIONS,
      serverCollation: 'SQL_Latin1_General_CP1_CI_AS',
      ...this.environment,
    };
  }

  /** Runs every statement of the text; the answer of the last one. */
  async run(text: string): Promise<Answer> {
    let answer: Answer | undefined;
    for (const statement of parseBatch(text).statements) {
      const compiled = compileStatement(statement, this.env());
      const values = compiled.parameters.map(({ name }) => this.variables.get(name)?.value ?? SYSTEM[name] ?? null);
      const query = {
        text: compiled.sql,
        values,
        rowMode: 'array',
        types: { getTypeParser: () => (value: unknown) => value },
      };
      const asked: unknown = this.ddl.client.query(query as never);
      const result = (await asked) as { rows: (string | null)[][] };
      answer = { compiled, names: compiled.columns.map((column) => column.name), rows: result.rows };
    }
    if (!answer) throw new Error('no statement');
    return answer;
  }

  async rows(text: string): Promise<Answer['rows']> {
    return (await this.run(text)).rows;
  }

  /** One line a row, values joined by commas. */
  async lines(text: string): Promise<readonly string[]> {
    return (await this.rows(text)).map((row) => row.map((value) => value ?? 'NULL').join(','));
  }
}
