import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseConf } from './conf-file.ts';
import { generatePassword, weaknessOf } from './password-policy.ts';
import { resolveConfig } from './resolve-config.ts';
import { SETTINGS } from './settings.ts';

const DIRECTORY = { value: '/data', source: 'HOLDFAST_DATA_DIR' };

function resolved(environment: Record<string, string>, conf = ''): ReturnType<typeof resolveConfig> {
  return resolveConfig(environment, parseConf(conf), DIRECTORY);
}

test('the environment beats mssql.conf, which beats the default', () => {
  const conf = '[network]\ntcpport = 1500\nipaddress = 10.0.0.1\n[Language]\nLCID=1031\n';
  const { config, entries } = resolved({ MSSQL_TCP_PORT: '1600' }, conf);
  assert.equal(config.tcpPort, 1600);
  assert.equal(config.ipAddress, '10.0.0.1');
  assert.equal(config.lcid, 1031);
  assert.equal(config.collation, 'SQL_Latin1_General_CP1_CI_AS');
  const sources = new Map(entries.map((entry) => [entry.name, entry.source]));
  assert.equal(sources.get('tcpPort'), 'MSSQL_TCP_PORT');
  assert.equal(sources.get('ipAddress'), 'mssql.conf network.ipaddress');
  assert.equal(sources.get('collation'), 'default');
});

test('both names of the password work, the newer one first, and it is never shown', () => {
  assert.equal(resolved({ SA_PASSWORD: 'old' }).config.saPassword, 'old');
  const both = resolved({ SA_PASSWORD: 'old', MSSQL_SA_PASSWORD: 'new' });
  assert.equal(both.config.saPassword, 'new');
  assert.equal(JSON.stringify(both.entries).includes('"new"'), false);
});

test('an empty variable counts as not set', () => {
  assert.equal(resolved({ MSSQL_TCP_PORT: '', MSSQL_PID: '' }).config.tcpPort, 1433);
});

test('wrong values are errors that name the setting and say what is allowed', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ MSSQL_TCP_PORT: '70000' }, /MSSQL_TCP_PORT: "70000" is not a whole number from 0 to 65535/],
    [{ MSSQL_TCP_PORT: 'x' }, /MSSQL_TCP_PORT/],
    [{ MSSQL_IP_ADDRESS: 'here' }, /MSSQL_IP_ADDRESS: "here" is not an IP address/],
    [{ MSSQL_PID: 'Express' }, /MSSQL_PID: "Express" is none of Developer, Premium/],
    [{ MSSQL_MEMORY_LIMIT_MB: '10' }, /MSSQL_MEMORY_LIMIT_MB/],
    [{ HOLDFAST_ENCRYPTION: 'maybe' }, /HOLDFAST_ENCRYPTION/],
    [{ HOLDFAST_TLS_CERT: '/a.pem' }, /a certificate is given without its key/],
  ];
  for (const [environment, message] of cases) assert.throws(() => resolved(environment), { message });
});

test('what has no effect is said, known or not', () => {
  const conf =
    '[traceflag]\ntraceflag0 = 3604\n[coredump]\ncoredumptype = full\n[memory]\nmemorylimitmb = 1024\n[x]\ny = 1\n';
  const { notices, config } = resolved({ ACCEPT_EULA: 'Y', MSSQL_AGENT_ENABLED: 'TRUE', MSSQL_NONSENSE: '1' }, conf);
  assert.equal(config.memoryLimitMb, 1024);
  assert.deepEqual(notices, [
    'ACCEPT_EULA has no effect: Holdfast has no licence agreement to accept',
    'MSSQL_AGENT_ENABLED has no effect: SQL Server Agent is not part of Holdfast',
    'mssql.conf traceflag.traceflag0 has no effect: there are no trace flags',
    'mssql.conf coredump.coredumptype has no effect: Holdfast writes no dump files',
    'mssql.conf x.y has no effect: the key is not known',
    'MSSQL_NONSENSE has no effect: the variable is not known',
  ]);
});

test("the page's own manifest needs nothing changed", () => {
  const { config, notices } = resolved({
    MSSQL_PID: 'Developer',
    ACCEPT_EULA: 'Y',
    SA_PASSWORD: 'Str0ng!Passw0rd',
    MSSQL_AGENT_ENABLED: 'TRUE',
    MSSQL_COLLATION: 'SQL_Latin1_General_CP1_CI_AS',
    MSSQL_LCID: '1033',
  });
  assert.equal(config.edition, 'Developer');
  assert.equal(notices.length, 2);
});

test("passwords follow SQL Server's policy", () => {
  assert.equal(weaknessOf('Passw0rd'), undefined);
  assert.equal(weaknessOf('pass word1'), undefined);
  assert.match(weaknessOf('Pa1!') ?? '', /4 characters/);
  assert.match(weaknessOf('password') ?? '', /1 of the four/);
  assert.match(weaknessOf('password1') ?? '', /2 of the four/);
});

test('generated passwords are strong and differ', () => {
  let seed = 1;
  const random = (): number => ((seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16) & 0xff;
  const first = generatePassword(random);
  assert.match(first, /^(?:\w{5}-){3}\w{5}$/);
  assert.equal(weaknessOf(first), undefined);
  assert.notEqual(first, generatePassword(random));
});

test('the README lists every setting', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8');
  const missing = SETTINGS.flatMap((setting) => setting.environment).filter((name) => !readme.includes(`\`${name}\``));
  assert.deepEqual(missing, []);
});
