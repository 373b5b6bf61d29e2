import type { Instrument } from '../../domain/instrument.ts';
import type { OrderChanges, OrderId, OrderRequest, Protection } from '../../domain/order.ts';
import { civilFromDays, DAY_US, type TimeUs } from '../../domain/time.ts';
import type { BarView } from '../../strategies/define.ts';
import type { CalendarPeriod, Leg as LegOfStrategy, PortfolioContext, RebalanceOptions } from '../../strategies/portfolio.ts';
import type { Account } from '../account.ts';
import { BarAtCursor } from '../context.ts';
import { EngineError } from '../error.ts';
import type { Leg } from './leg.ts';
import { Rebalance, weightsByLeg } from './rebalance.ts';

interface Now {
  readonly timeUs: TimeUs;
  /** Set by whatever may leave an order waiting. */
  asked: boolean;
  /** Of the account, at the closes known. */
  readonly equity: number;
}

/** A leg as its strategy sees it. */
class LegView implements LegOfStrategy {
  readonly id: string;
  readonly instrument: Instrument;
  readonly bar: BarView;
  readonly indicators: Readonly<Record<string, unknown>>;
  readonly target: (fraction: number, protection?: Protection) => void;
  readonly order: (request: OrderRequest, protection?: Protection) => OrderId;
  readonly oco: (requests: readonly OrderRequest[]) => OrderId[];
  readonly oto: (parent: OrderRequest, children: readonly OrderRequest[]) => OrderId[];
  readonly amend: (id: OrderId, changes: OrderChanges) => void;
  readonly cancel: (id: OrderId) => void;
  readonly cancelAll: () => void;
  readonly #leg: Leg;
  readonly #now: Now;

  constructor(leg: Leg, now: Now) {
    const { market, venue, views } = leg;
    const { cursor } = market;
    this.#leg = leg;
    this.#now = now;
    this.id = market.instrument.id;
    this.instrument = market.instrument;
    this.bar = new BarAtCursor(market.bars, cursor);
    this.indicators = views;
    const row = () => {
      now.asked = true;
      venue.askedUs = market.calendar.isOpen ? now.timeUs : NaN;
      if (cursor.row >= 0) return cursor.row;
      throw new EngineError('order', `${this.id} has no bar yet; ask known before ordering`);
    };
    this.target = (fraction, protection) => venue.aim(fraction, row(), protection);
    this.order = (request, protection) => venue.submit(request, row(), protection);
    this.oco = (requests) => venue.submitGroup(requests, row());
    this.oto = (parent, children) => venue.submitWithChildren(parent, children, row());
    this.amend = (id, changes) => venue.amend(id, changes, row());
    this.cancel = (id) => venue.cancel(id, row());
    // Before the first bar nothing waits.
    this.cancelAll = () => (cursor.row < 0 ? undefined : venue.cancelAll(row()));
  }

  get fresh(): boolean {
    return this.#leg.market.calendar.closedUs === this.#now.timeUs;
  }
  get known(): boolean {
    return this.#leg.known;
  }
  get position(): number {
    return this.#leg.holding.position;
  }
  get entryPrice(): number {
    return this.#leg.holding.recorder.entryPrice;
  }
  get value(): number {
    const { lots, position, instrument, rate } = this.#leg.holding;
    return lots === 0 ? 0 : position * this.bar.close * instrument.multiplier * rate;
  }
  get weight(): number {
    return this.value / this.#now.equity;
  }
}

interface ContextParts {
  readonly params: Readonly<Record<string, number>>;
  readonly state: unknown;
  readonly legs: readonly Leg[];
  readonly account: Account;
  /** Brings the account's marks up to the last closes. */
  readonly settle: () => void;
}

/** What a portfolio strategy holds in its hands. One object serves the whole run. */
export class PortfolioRunContext implements PortfolioContext, Now {
  timeUs: TimeUs = NaN;
  asked = false;
  readonly params: Readonly<Record<string, number>>;
  readonly state: unknown;
  readonly legs: readonly LegOfStrategy[];
  readonly leg: (id: string) => LegOfStrategy;
  readonly begins: (period: CalendarPeriod) => boolean;
  readonly rebalance: (weights: Readonly<Record<string, number>>, options?: RebalanceOptions) => void;
  #pending: Rebalance | undefined;
  readonly #account: Account;
  readonly #settle: () => void;
  #beforeUs: TimeUs = NaN;

  constructor({ params, state, legs, account, settle }: ContextParts) {
    this.params = params;
    this.state = state;
    this.#account = account;
    this.#settle = settle;
    this.legs = legs.map((leg) => new LegView(leg, this));
    const byId = new Map(this.legs.map((leg) => [leg.id, leg]));
    this.leg = (id) => {
      const found = byId.get(id);
      if (found) return found;
      throw new EngineError('leg', `there is no instrument "${id}" (there are: ${[...byId.keys()].join(', ')})`);
    };
    this.begins = (period) => Number.isNaN(this.#beforeUs) || periodOf(this.timeUs, period) !== periodOf(this.#beforeUs, period);
    this.rebalance = (weights, { band = 0 } = {}) => {
      if (!(band >= 0 && band < 1)) throw new EngineError('band', `rebalance band is ${band}, but must be from 0 to below 1`);
      this.#pending = new Rebalance({
        legs,
        account,
        weights: weightsByLeg(legs, weights, account.leverage),
        band,
      });
    };
  }

  get cash(): number {
    return this.#account.cash;
  }
  get equity(): number {
    this.#settle();
    return this.#account.equity;
  }

  /** What waits for the next opens. */
  get pending(): Rebalance | undefined {
    return this.#pending?.done ? undefined : this.#pending;
  }

  /** Goes on to the closes of `timeUs`. */
  advance(timeUs: TimeUs): void {
    this.#beforeUs = this.timeUs;
    this.timeUs = timeUs;
  }
}

/** Number of the period that a time falls in, UTC. */
function periodOf(timeUs: TimeUs, period: CalendarPeriod): number {
  const day = Math.floor(timeUs / DAY_US);
  // 1970-01-01 was a Thursday; weeks begin on Mondays.
  if (period === 'day') return day;
  if (period === 'week') return Math.floor((day + 3) / 7);
  const { year, month } = civilFromDays(day);
  if (period === 'month') return year * 12 + month;
  return period === 'quarter' ? year * 4 + Math.floor((month - 1) / 3) : year;
}
