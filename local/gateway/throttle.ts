export interface Limit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** A token bucket: `burst` at once, refilled at `ratePerSecond`. */
export class TokenBucket {
  readonly #limit: Limit;
  #tokens: number;
  #atMs: number;

  constructor(limit: Limit, nowMs: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#atMs = nowMs;
  }

  take(nowMs: number): boolean {
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#limit.ratePerSecond);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

interface RouteSettings {
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

/** The throttling of a stage: one bucket for all routes, and one of its own for each route that the settings name. No setting is no limit. */
export class Throttle {
  readonly #byRoute = new Map<string, TokenBucket>();
  readonly #rest: TokenBucket | undefined;

  constructor(stage: Readonly<Record<string, unknown>>, nowMs: number) {
    const fallback = (stage['DefaultRouteSettings'] ?? {}) as RouteSettings;
    this.#rest = bucketOf(fallback, nowMs);
    for (const [key, settings] of Object.entries((stage['RouteSettings'] ?? {}) as Record<string, RouteSettings>)) {
      const bucket = bucketOf({ ...fallback, ...settings }, nowMs);
      if (bucket !== undefined) this.#byRoute.set(key, bucket);
    }
  }

  allows(routeKey: string, nowMs: number): boolean {
    return (this.#byRoute.get(routeKey) ?? this.#rest)?.take(nowMs) ?? true;
  }
}

function bucketOf({ ThrottlingRateLimit, ThrottlingBurstLimit }: RouteSettings, nowMs: number): TokenBucket | undefined {
  if (ThrottlingRateLimit === undefined && ThrottlingBurstLimit === undefined) return undefined;
  const ratePerSecond = ThrottlingRateLimit ?? Number.MAX_SAFE_INTEGER;
  return new TokenBucket({ ratePerSecond, burst: ThrottlingBurstLimit ?? Math.max(1, ratePerSecond) }, nowMs);
}
