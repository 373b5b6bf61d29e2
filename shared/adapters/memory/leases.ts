import type { Lease, LeaseStore } from '../../ports/lease-store.ts';

export class MemoryLeases implements LeaseStore {
  readonly #leases = new Map<string, Lease>();

  async list(): Promise<readonly Lease[]> {
    return [...this.#leases.values()];
  }

  async claim(lease: Lease): Promise<boolean> {
    if ((this.#leases.get(lease.instrument)?.counter ?? 0) !== lease.counter - 1) return false;
    this.#leases.set(lease.instrument, lease);
    return true;
  }
}
