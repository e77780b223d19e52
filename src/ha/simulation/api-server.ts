import type { LeaseOperation } from '../events.ts';
import type { LeaseView } from '../volume-view.ts';

export type LeaseReply = { readonly kind: 'done'; readonly view: LeaseView | undefined } | { readonly kind: 'refused' };

/** A Lease with compare-and-swap on its version, and where the Service points. */
export class ApiServer {
  isUp = true;
  #version = 0;
  #lease: LeaseView | undefined;
  endpoint: { readonly node: string; readonly epoch: number } | undefined;

  get lease(): LeaseView | undefined {
    return this.#lease;
  }

  carryOut(operation: LeaseOperation, identity: string, ttlMs: number): LeaseReply {
    if (operation.kind !== 'read') {
      if (operation.version !== this.#lease?.version) return { kind: 'refused' };
      const holder = operation.kind === 'release' ? '' : identity;
      this.#lease = { holder, version: String(++this.#version), ttlMs };
    }
    return { kind: 'done', view: this.#lease };
  }

  /** False: an entry of a later leader is there. */
  point(node: string, epoch: number): boolean {
    if (this.endpoint !== undefined && this.endpoint.epoch > epoch) return false;
    this.endpoint = { node, epoch };
    return true;
  }
}
