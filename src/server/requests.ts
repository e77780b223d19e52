import type {
  IsolationLevel,
  RpcParameter,
  RpcRequest,
  Session,
  SqlValue,
  TransactionRequest,
} from '../engine/index.ts';
import {
  decodeSqlBatch,
  decodeTransactionManager,
  type Dialect,
  type RpcCall,
  RpcReader,
  type TdsParameter,
  type TransactionManagerRequest,
  TypeId,
} from '../tds/index.ts';
import type { ReplySink } from './reply-sink.ts';
import { toSqlType, toSqlValue } from './sql-types.ts';

/** Requests as TDS carries them to requests of the engine. Each returns when the answer is complete in the sink. */
export async function runBatch(session: Session, payload: Buffer, sink: ReplySink, dialect: Dialect): Promise<void> {
  const { text } = decodeSqlBatch(payload, dialect);
  sink.begin('batch');
  await session.executeBatch(text, sink);
}

/** A message may hold many calls; one that fails badly stops those after it. */
export async function runRpcs(session: Session, payload: Buffer, sink: ReplySink, dialect: Dialect): Promise<void> {
  const reader = new RpcReader(payload, dialect);
  for (let call = reader.next(); call !== undefined; call = reader.next()) {
    if (call.noExecute) continue;
    sink.begin('rpc', call.noMetadata);
    const goOn = await session.executeRpc(toRpcRequest(call), sink);
    sink.endRpc();
    if (!goOn || sink.discarding) return;
  }
}

function toRpcRequest(call: RpcCall): RpcRequest {
  const parameters = new Array<RpcParameter>(call.parameters.length);
  for (let i = 0; i < parameters.length; i++) parameters[i] = toRpcParameter(call.parameters[i]!);
  return { procedure: call.procedure, noMetadata: call.noMetadata, parameters };
}

function toRpcParameter(parameter: TdsParameter): RpcParameter {
  const { name, output, useDefault, table } = parameter;
  if (table === undefined) {
    const type = toSqlType(parameter.type);
    return { name, output, useDefault, type, value: toSqlValue(parameter.value), table: undefined };
  }
  return {
    name,
    output,
    useDefault,
    type: { name: 'null', length: 0, precision: 0, scale: 0 },
    value: null,
    table: {
      schema: table.schema,
      typeName: table.typeName,
      columns: table.columns.map((column) => ({ type: toSqlType(column.type), useDefault: column.useDefault })),
      rows: table.columns.some((column) => column.type.id === TypeId.variant)
        ? table.rows.map((row) => row.map(toSqlValue))
        : (table.rows as readonly (readonly SqlValue[])[]),
    },
  };
}

const ISOLATION_LEVELS: readonly (IsolationLevel | undefined)[] = [
  undefined,
  'read uncommitted',
  'read committed',
  'repeatable read',
  'serializable',
  'snapshot',
];

export async function runTransactionRequest(
  session: Session,
  payload: Buffer,
  sink: ReplySink,
  dialect: Dialect,
): Promise<void> {
  const { request } = decodeTransactionManager(payload, dialect);
  sink.begin('batch');
  const wanted = toTransactionRequest(request);
  if (wanted === undefined) {
    const message = 'Distributed transactions need MSDTC, which this server does not have.';
    sink.message({ number: 8501, severity: 16, state: 1, message, procedure: '', line: 0 });
    sink.statementDone({ command: 'other', error: true });
    return;
  }
  await session.transactionRequest(wanted, sink);
}

/** Undefined for the ones of the distributed transaction coordinator. */
function toTransactionRequest(request: TransactionManagerRequest): TransactionRequest | undefined {
  const begin = (data: { isolation: number; name: string }) => ({
    isolation: ISOLATION_LEVELS[data.isolation],
    name: data.name,
  });
  switch (request.kind) {
    case 'begin':
      return { kind: 'begin', ...begin(request) };
    case 'commit':
    case 'rollback': {
      const { kind, name, beginAgain } = request;
      return beginAgain === undefined ? { kind, name } : { kind, name, beginAgain: begin(beginAgain) };
    }
    case 'save':
      return request;
    default:
      return undefined;
  }
}
