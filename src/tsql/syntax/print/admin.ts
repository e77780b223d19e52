import { unreachable } from '../../../base/index.ts';
import type { AdminStatement, Backup, BackupDevice, Restore } from '../ast/index.ts';
import { printExpr, printExprs } from './expression.ts';
import { clause, printName, printObjectName, words } from './name.ts';
import { printOpenOptions } from './option.ts';

export function printAdmin(node: AdminStatement): string {
  switch (node.kind) {
    case 'dbcc':
      return words(
        `DBCC ${node.name}`,
        clause('', node.args.map(printExpr)).trim(),
        node.options.length > 0 && `WITH ${printOpenOptions(node.options)}`,
      );
    case 'checkpoint':
      return words('CHECKPOINT', node.duration && printExpr(node.duration));
    case 'kill':
      return words(
        'KILL',
        node.what !== 'session' && node.what.toUpperCase(),
        node.target === undefined ? 'ALL' : printExpr(node.target),
        node.withOption && `WITH ${node.withOption.toUpperCase()}`,
      );
    case 'shutdown':
      return words('SHUTDOWN', node.noWait && 'WITH NOWAIT');
    case 'reconfigure':
      return words('RECONFIGURE', node.override && 'WITH OVERRIDE');
    case 'backup':
    case 'restore':
      return printMedia(node);
    case 'legacy-text':
      return words(node.what, printObjectName(node.column), node.args.map(printExpr).join(' '));
    default:
      return unreachable(node, 'printAdmin');
  }
}

function printMedia(node: Backup | Restore): string {
  const { database } = node;
  const direction = node.kind === 'backup' ? 'TO' : 'FROM';
  const name = database === undefined ? undefined : 'kind' in database ? database.name : printName(database);
  return words(
    node.kind.toUpperCase(),
    node.what,
    name,
    printOpenOptions(node.files),
    node.devices.length > 0 && `${direction} ${printDevices(node.devices)}`,
    node.kind === 'backup' && node.mirrorTo.length > 0 && `MIRROR TO ${printDevices(node.mirrorTo)}`,
    node.options.length > 0 && `WITH ${printOpenOptions(node.options)}`,
  );
}

const printDevices = (devices: readonly BackupDevice[]): string =>
  devices
    .map((device) =>
      device.type === undefined ? printExprs([device.name]) : `${device.type} = ${printExpr(device.name)}`,
    )
    .join(', ');
