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
  /** Its own beyond its share, to be given back for a collector that has fewer, and its own that nobody wants any more. */
  readonly release: readonly Lease[];
}

/**
 * Decides which leases a collector should hold. Owners are told dead by counters that stand still, so no two clocks are compared; each collector
 * aims at its share of the instruments, rounded up. Source of the scheme: the leases of Amazon's Kinesis Client Library.
 */
export class LeaseBook {
  readonly #self: string;
  readonly #expiryMs: number;
  /** What one collector carries at most. */
  readonly #most: number;
  readonly #sightings = new Map<string, Sighting>();

  constructor(self: string, expiryMs: number, most = Infinity) {
    this.#self = self;
    this.#expiryMs = expiryMs;
    this.#most = most;
  }

  /** The plan for `instruments`, the most important first, given the leases as they are stored now. What all collectors together cannot carry is left out. */
  plan(instruments: readonly string[], leases: readonly Lease[], nowMs: number): LeasePlan {
    const owners = new Set([this.#self, ...leases.filter((lease) => this.#isHeld(lease, nowMs)).map(({ owner }) => owner)]);
    const wanted = new Set(instruments.slice(0, this.#most * owners.size));
    const unwanted = leases.filter(({ instrument, owner }) => owner === this.#self && !wanted.has(instrument));
    const stored = new Map(leases.map((lease) => [lease.instrument, lease]));
    const all = [...wanted].map((instrument) => stored.get(instrument) ?? { instrument, owner: '', counter: 0, watermarkUs: 0 });
    const free = all.filter((lease) => !this.#isHeld(lease, nowMs));
    const held = all.filter((lease) => !free.includes(lease));
    const share = Math.min(this.#most, Math.ceil(all.length / owners.size));
    const mine = held.filter(({ owner }) => owner === this.#self);
    const poor = [...owners].some((owner) => held.filter((lease) => lease.owner === owner).length < Math.floor(all.length / owners.size));
    const surplus = poor && free.length === 0 ? Math.max(0, mine.length - share) : 0;
    return {
      renew: mine.slice(0, mine.length - surplus),
      release: [...mine.slice(mine.length - surplus), ...unwanted],
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
