import type { Lease } from '../../ports/lease-store.ts';

/** What a collector has seen of a lease, by a clock of its own that only goes forward. */
interface Sighting {
  readonly counter: number;
  readonly owner: string;
  readonly sinceMs: number;
}

export interface LeasePlan {
  /** Its own, to be claimed again. */
  readonly renew: readonly Lease[];
  /** To be claimed for itself: never claimed, given back, or of an owner that is gone. */
  readonly take: readonly Lease[];
  /** Its own beyond its share, to be given back for a collector that has fewer. */
  readonly release: readonly Lease[];
}

/**
 * Decides which leases a collector should hold. Owners are told dead by counters that stand still, so no two clocks are compared; each collector
 * aims at its share of the instruments, rounded up. Source of the scheme: the leases of Amazon's Kinesis Client Library.
 */
export class LeaseBook {
  readonly #self: string;
  readonly #expiryMs: number;
  readonly #sightings = new Map<string, Sighting>();

  constructor(self: string, expiryMs: number) {
    this.#self = self;
    this.#expiryMs = expiryMs;
  }

  /** The plan for `instruments` given the leases as they are stored now. */
  plan(instruments: readonly string[], leases: readonly Lease[], nowMs: number): LeasePlan {
    const stored = new Map(leases.map((lease) => [lease.instrument, lease]));
    const all = instruments.map((instrument) => stored.get(instrument) ?? { instrument, owner: '', counter: 0, watermarkUs: 0 });
    const free = all.filter((lease) => !this.#isHeld(lease, nowMs));
    const held = all.filter((lease) => !free.includes(lease));
    const owners = new Set([this.#self, ...held.map(({ owner }) => owner)]);
    const share = Math.ceil(all.length / owners.size);
    const mine = held.filter(({ owner }) => owner === this.#self);
    const poor = [...owners].some((owner) => held.filter((lease) => lease.owner === owner).length < Math.floor(all.length / owners.size));
    const surplus = poor && free.length === 0 ? Math.max(0, mine.length - share) : 0;
    return {
      renew: mine.slice(0, mine.length - surplus),
      release: mine.slice(mine.length - surplus),
      take: free.slice(0, Math.max(0, share - mine.length)),
    };
  }

  #isHeld(lease: Lease, nowMs: number): boolean {
    if (lease.owner === '') return false;
    const known = this.#sightings.get(lease.instrument);
    if (known === undefined || known.counter !== lease.counter || known.owner !== lease.owner) {
      this.#sightings.set(lease.instrument, { counter: lease.counter, owner: lease.owner, sinceMs: nowMs });
      return true;
    }
    return nowMs - known.sinceMs < this.#expiryMs;
  }
}
