import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { HoldfastError, type Log, systemClock } from '../base/index.ts';
import { type LeaseOperation, type LeaseOptions, leaseOptions, type LeaseView } from '../ha/index.ts';
import type { ClusterStore } from './coordinator-cluster.ts';
import { LeaseCoordinator } from './coordinator-lease.ts';
import type { Coordinator } from './coordinator.ts';
import { type KubernetesAccess, KubernetesApi } from './kubernetes-api.ts';
import { VolumeLease } from './volume-lease.ts';

const EPOCH_ANNOTATION = 'holdfast.dev/epoch';
const INSTANCE_LABEL = 'holdfast.dev/instance';
const MANAGER = 'holdfast.dev/agent';

export interface KubernetesCoordinatorOptions {
  readonly access: KubernetesAccess;
  readonly namespace: string;
  /** The Lease has the name of the instance. */
  readonly instance: string;
  readonly pod: { readonly name: string; readonly uid: string; readonly ip: string; readonly node: string };
  /** The Service without a selector whose EndpointSlice the leader keeps; undefined where Kubernetes keeps it. */
  readonly service: { readonly name: string; readonly ports: readonly EndpointPort[] } | undefined;
  readonly dataDirectory: string;
  /** This process has the kernel's lock on the data directory. */
  readonly alone: boolean;
  readonly lease?: Partial<LeaseOptions>;
  readonly log: Log;
}

/** `name` as in the Service's port. */
export interface EndpointPort {
  readonly name: string;
  readonly port: number;
}

interface KubernetesObject {
  readonly metadata?: {
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: LeaseSpec;
}

interface LeaseSpec {
  readonly holderIdentity?: string | null;
  readonly leaseDurationSeconds?: number | null;
  readonly acquireTime?: string | null;
  readonly leaseTransitions?: number | null;
}

export function kubernetesCoordinator(options: KubernetesCoordinatorOptions): Coordinator {
  const { pod, dataDirectory, log, alone } = options;
  const identity = `${pod.name}/${pod.uid}`;
  const holder = `${identity}/${randomUUID().slice(0, 8)}`;
  // The kubelet starts a container anew only after all its processes are gone.
  const place = `pod/${pod.uid}`;
  const lease = leaseOptions(options.lease);
  return new LeaseCoordinator({
    name: 'kubernetes',
    member: { options: lease, mode: 'kubernetes', identity, holder, place, alone },
    volume: new VolumeLease(dataDirectory, { holder, place }),
    cluster: new KubernetesStore(options, identity, lease.ttlMs),
    log,
  });
}

export class KubernetesStore implements ClusterStore {
  readonly #options: KubernetesCoordinatorOptions;
  readonly #identity: string;
  readonly #ttlMs: number;
  readonly #api: KubernetesApi;
  /** As last seen: a change keeps what others wrote into it. */
  #seen: KubernetesObject | undefined;

  constructor(options: KubernetesCoordinatorOptions, identity: string, ttlMs: number) {
    this.#options = options;
    this.#identity = identity;
    this.#ttlMs = ttlMs;
    this.#api = new KubernetesApi(options.access);
  }

  async lease(operation: LeaseOperation): Promise<'refused' | { readonly view: LeaseView | undefined }> {
    const { namespace, instance } = this.#options;
    const all = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
    const one = `${all}/${instance}`;
    if (operation.kind === 'read') return this.#answer(await this.#api.request('GET', one), 404);
    const version = operation.version;
    if (version === undefined) return this.#answer(await this.#api.request('POST', all, this.#body(operation, {})));
    if (this.#seen?.metadata?.resourceVersion !== version) return 'refused';
    return this.#answer(await this.#api.request('PUT', one, this.#body(operation, this.#seen)));
  }

  #answer(
    { status, body }: { status: number; body: unknown },
    absent?: number,
  ): 'refused' | { readonly view: LeaseView | undefined } {
    if (status === absent) return { view: undefined };
    if (status >= 300) return 'refused';
    this.#seen = body as KubernetesObject;
    const { metadata, spec } = this.#seen;
    return {
      view: {
        holder: spec?.holderIdentity ?? '',
        version: metadata?.resourceVersion ?? '',
        ttlMs: (spec?.leaseDurationSeconds ?? 0) * 1000,
      },
    };
  }

  /** The times in it are for people and for other tools: nobody's right depends on comparing two machines' clocks. */
  #body(operation: LeaseOperation, { metadata, spec }: KubernetesObject): object {
    const now = microTime();
    const isNew = spec?.holderIdentity !== this.#identity;
    const transitions = (spec?.leaseTransitions ?? 0) + (operation.kind === 'take' && isNew ? 1 : 0);
    const { namespace, instance } = this.#options;
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: metadata ?? { name: instance, namespace, labels: { [INSTANCE_LABEL]: instance } },
      spec: {
        holderIdentity: operation.kind === 'release' ? '' : this.#identity,
        leaseDurationSeconds: Math.ceil(this.#ttlMs / 1000),
        acquireTime: isNew ? now : (spec?.acquireTime ?? now),
        renewTime: now,
        leaseTransitions: transitions,
      },
    };
  }

  async pointEndpoint(epoch: number): Promise<void> {
    const { namespace, service } = this.#options;
    if (service === undefined) return;
    const all = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
    const one = `${all}/${service.name}-holdfast`;
    const found = await this.#api.request('GET', one);
    const there = found.status === 404 ? undefined : (found.body as KubernetesObject);
    const later = Number(there?.metadata?.annotations?.[EPOCH_ANNOTATION] ?? 0);
    if (later > epoch) throw new HoldfastError('ENDPOINT_TAKEN', `the Service leads to the leader of epoch ${later}`);
    const slice = this.#slice(epoch, service, there?.metadata?.resourceVersion);
    const answer =
      there === undefined ? await this.#api.request('POST', all, slice) : await this.#api.request('PUT', one, slice);
    if (answer.status >= 300) throw new HoldfastError('ENDPOINT_TAKEN', `the Service was changed meanwhile`);
  }

  #slice(
    epoch: number,
    service: { name: string; ports: readonly EndpointPort[] },
    version: string | undefined,
  ): object {
    const { namespace, instance, pod } = this.#options;
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${service.name}-holdfast`,
        namespace,
        ...(version === undefined ? {} : { resourceVersion: version }),
        labels: {
          'kubernetes.io/service-name': service.name,
          'endpointslice.kubernetes.io/managed-by': MANAGER,
          [INSTANCE_LABEL]: instance,
        },
        annotations: { [EPOCH_ANNOTATION]: String(epoch) },
      },
      addressType: isIPv6(pod.ip) ? 'IPv6' : 'IPv4',
      ports: service.ports.map(({ name, port }) => ({ name, port, protocol: 'TCP' })),
      endpoints: [
        {
          addresses: [pod.ip],
          // The leader says so itself: it does not wait for a probe to come around.
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: pod.node,
          targetRef: { kind: 'Pod', name: pod.name, namespace, uid: pod.uid },
        },
      ],
    };
  }
}

/** Kubernetes' MicroTime has six digits. */
function microTime(): string {
  return new Date(systemClock.now()).toISOString().replace('Z', '000Z');
}
