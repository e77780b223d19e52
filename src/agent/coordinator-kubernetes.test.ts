import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { silentLog } from '../base/index.ts';
import { KubernetesStore } from './coordinator-kubernetes.ts';
import { KubernetesUnavailable } from './kubernetes-api.ts';

interface Stored {
  readonly metadata: { name: string; resourceVersion?: string; annotations?: Record<string, string> };
  readonly spec?: { holderIdentity: string; leaseTransitions: number; renewTime: string };
  readonly endpoints?: readonly { addresses: string[] }[];
}

/** As much of an API server as the agent asks for: objects with versions, 404 and 409. */
async function apiServer(
  t: TestContext,
): Promise<{ url: string; objects: Map<string, Stored>; fail: { with: number } }> {
  const objects = new Map<string, Stored>();
  const fail = { with: 0 };
  let version = 100;
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
  });
  const answer = async (request: IncomingMessage): Promise<[number, object]> => {
    const path = request.url ?? '';
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
    if (fail.with > 0) return [fail.with, { message: 'as you wish' }];
    const existing = objects.get(path);
    if (request.method === 'GET') return existing === undefined ? [404, {}] : [200, existing];
    const sent = JSON.parse(text) as Stored;
    const key = request.method === 'POST' ? `${path}/${sent.metadata.name}` : path;
    if (request.method === 'POST' && objects.has(key)) return [409, { reason: 'AlreadyExists' }];
    if (request.method === 'PUT' && existing?.metadata.resourceVersion !== sent.metadata.resourceVersion) {
      return [409, { reason: 'Conflict' }];
    }
    const stored = { ...sent, metadata: { ...sent.metadata, resourceVersion: String(++version) } };
    objects.set(key, stored);
    return [request.method === 'POST' ? 201 : 200, stored];
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, fail };
}

function storeOf(url: string, name: string): KubernetesStore {
  const options = {
    access: { server: url, authority: undefined, tokenFile: undefined },
    namespace: 'shop',
    instance: 'edge',
    pod: { name, uid: `uid-${name}`, ip: name === 'a' ? '10.0.0.1' : '10.0.0.2', node: 'n1' },
    service: { name: 'edge', ports: [{ name: 'sql', port: 1433 }] },
    dataDirectory: '/nowhere',
    alone: false,
    log: silentLog,
  };
  return new KubernetesStore(options, `${name}/uid-${name}`, 6_000);
}

const LEASE = '/apis/coordination.k8s.io/v1/namespaces/shop/leases/edge';
const SLICE = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/edge-holdfast';

test('the Lease is made, renewed, given back and taken over; whoever is late is refused', async (t) => {
  const { url, objects } = await apiServer(t);
  const [a, b] = [storeOf(url, 'a'), storeOf(url, 'b')];
  assert.deepEqual(await a.lease({ kind: 'read' }), { view: undefined });
  const taken = await a.lease({ kind: 'take', version: undefined });
  assert.deepEqual(taken, { view: { holder: 'a/uid-a', version: '101', ttlMs: 6_000 } });
  assert.equal(await b.lease({ kind: 'take', version: undefined }), 'refused');
  assert.deepEqual(await b.lease({ kind: 'read' }), taken);
  assert.deepEqual(await a.lease({ kind: 'renew', version: '101' }), {
    view: { holder: 'a/uid-a', version: '102', ttlMs: 6_000 },
  });
  assert.equal(await b.lease({ kind: 'take', version: '101' }), 'refused');
  await a.lease({ kind: 'release', version: '102' });
  await b.lease({ kind: 'read' });
  assert.deepEqual(await b.lease({ kind: 'take', version: '103' }), {
    view: { holder: 'b/uid-b', version: '104', ttlMs: 6_000 },
  });
  const { spec } = objects.get(LEASE)!;
  assert.equal(spec?.leaseTransitions, 2);
  assert.match(spec.renewTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
});

test('the Service leads to the leader, and an older leader that comes late changes nothing', async (t) => {
  const { url, objects } = await apiServer(t);
  await storeOf(url, 'a').pointEndpoint(1);
  assert.deepEqual(objects.get(SLICE)?.endpoints?.[0]?.addresses, ['10.0.0.1']);
  await storeOf(url, 'b').pointEndpoint(2);
  await assert.rejects(storeOf(url, 'a').pointEndpoint(1), /leader of epoch 2/);
  assert.deepEqual(objects.get(SLICE)?.endpoints?.[0]?.addresses, ['10.0.0.2']);
});

test('an API server that fails or refuses says nothing about the Lease', async (t) => {
  const { url, fail } = await apiServer(t);
  fail.with = 500;
  await assert.rejects(storeOf(url, 'a').lease({ kind: 'read' }), KubernetesUnavailable);
  fail.with = 403;
  await assert.rejects(storeOf(url, 'a').lease({ kind: 'read' }), (error: KubernetesUnavailable) =>
    /get, create and update/.test(error.hint ?? ''),
  );
  await assert.rejects(storeOf('http://127.0.0.1:1', 'a').lease({ kind: 'read' }), /ECONNREFUSED/);
});
