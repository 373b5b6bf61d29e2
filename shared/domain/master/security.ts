import { isoOfDay } from '../calendar/civil.ts';
import type { AssetClass, Instrument } from '../instrument.ts';
import { DAY_US, type TimeUs } from '../time.ts';

/** A day as text, `2024-01-19`, by the clock of the instrument's market. Texts compare as days do. */
export type IsoDate = string;

/** What is traded of an underlying: itself, or a contract on it. */
export type Contract =
  | { readonly kind: 'spot' }
  | { readonly kind: 'perpetual'; readonly underlying: string }
  | { readonly kind: 'future'; readonly underlying: string; readonly expiry: IsoDate }
  | {
      readonly kind: 'option';
      readonly underlying: string;
      readonly expiry: IsoDate;
      readonly strike: number;
      readonly right: 'call' | 'put';
    };
export type ContractKind = Contract['kind'];

/** Kinds of contract that an asset class may have. */
export const KINDS_OF_CLASS: Readonly<Record<AssetClass, readonly ContractKind[]>> = {
  crypto: ['spot', 'perpetual'],
  equity: ['spot'],
  fx: ['spot'],
  commodity: ['spot'],
  // A perpetual is a future that never expires; venues file it under either.
  future: ['future', 'perpetual'],
  option: ['option'],
};

export type SecurityStatus = 'active' | 'inactive' | 'delisted';
export const SECURITY_STATUSES: readonly SecurityStatus[] = ['active', 'inactive', 'delisted'];

/** What a source of market data calls an instrument, and from which day to before which day it does; null is open. */
export interface SourceName {
  /** A source of connectors: `ccxt:binance`, `alpaca`. */
  readonly source: string;
  /** In the platform's spelling, which its connector is asked for. */
  readonly symbol: string;
  /** In the venue's own. */
  readonly venueSymbol: string;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** An instrument as the security master knows it. */
export interface Security extends Instrument {
  /** Where it is listed: `NASDAQ`, `binance`. */
  readonly exchange: string;
  readonly name: string | null;
  readonly sector: string | null;
  readonly contract: Contract;
  readonly status: SecurityStatus;
  /** 1 comes first, 9 last, where not all can be collected. */
  readonly priority: number;
  /** First day of trading, where known. */
  readonly listed: IsoDate | null;
  /** First day on which it is no longer traded. */
  readonly delisted: IsoDate | null;
  readonly names: readonly SourceName[];
}

/** One state of a security, and who brought it about. What was before it is the version before. */
export interface SecurityVersion {
  readonly fromUs: TimeUs;
  readonly by: string;
  /** What was done: `create`, `change`, `activate`, `deactivate`, `refresh`. */
  readonly action: SecurityAction;
  readonly security: Security;
}
export type SecurityAction = 'create' | 'change' | 'activate' | 'deactivate' | 'refresh';

/** The versions of one security, oldest first and never none: at once its history and its audit trail. */
export interface SecurityRecord {
  readonly id: string;
  /** Counts its changes from 1. */
  readonly version: number;
  readonly versions: readonly SecurityVersion[];
}

/** The newest state of a record. */
export function currentOf({ versions }: SecurityRecord): Security {
  return (versions.at(-1) as SecurityVersion).security;
}

/** The newest state of a record, delisted where its day has come. */
export function securityNow(record: SecurityRecord, nowUs: TimeUs): Security {
  const now = currentOf(record);
  return now.delisted !== null && now.delisted <= isoDay(nowUs) ? { ...now, status: 'delisted' } : now;
}

/**
 * What was true of a security at a time: the version recorded then, or the first one where the instrument was listed before the master knew it.
 * A day of delisting that was recorded later counts. Undefined when it is not known to have existed.
 */
export function securityAsOf(record: SecurityRecord, timeUs: TimeUs): Security | undefined {
  const [day, now] = [isoDay(timeUs), currentOf(record)];
  if (now.listed !== null && now.listed > day) return undefined;
  const first = now.listed === null ? undefined : record.versions[0];
  const then = (record.versions.findLast(({ fromUs }) => fromUs <= timeUs) ?? first)?.security;
  if (then === undefined) return undefined;
  const { delisted } = now;
  if (delisted !== null && delisted <= day) return { ...then, status: 'delisted', delisted };
  if (then.status !== 'delisted') return { ...then, delisted };
  return then.delisted !== null && then.delisted <= day ? then : { ...then, status: 'inactive', delisted };
}

/** What a source calls the security on the day of a time; undefined where it has no name for it then. */
export function nameAt({ names }: Security, source: string, timeUs: TimeUs): SourceName | undefined {
  const day = isoDay(timeUs);
  return names.find((name) => name.source === source && isValidOn(name, day));
}

/** The names that are valid on the day of a time, in the order in which they stand: the first one is collected. */
export function namesAt({ names }: Security, timeUs: TimeUs): readonly SourceName[] {
  const day = isoDay(timeUs);
  return names.filter((name) => isValidOn(name, day));
}

/** Whether it is active and not yet past its delisting. */
export function isCollectable({ status, delisted }: Security, timeUs: TimeUs): boolean {
  return status === 'active' && (delisted === null || isoDay(timeUs) < delisted);
}

function isValidOn({ from, to }: SourceName, day: IsoDate): boolean {
  return (from === null || from <= day) && (to === null || day < to);
}

/** The UTC day of a time. */
export function isoDay(timeUs: TimeUs): IsoDate {
  return isoOfDay(Math.floor(timeUs / DAY_US));
}
