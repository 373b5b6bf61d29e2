import type { Bars } from '../../domain/bars.ts';
import type { UnfilledReason } from '../../domain/order.ts';
import type { Sizing } from '../../domain/sizing.ts';
import { EngineError } from '../error.ts';
import type { Holding } from '../holding.ts';
import { levelFrom } from '../orders/trail.ts';
import type { Aim } from '../orders/targets.ts';
import { drawdownShare, kellyOfOdds, kellyOfReturns, unitsAtRisk, volatilityShare } from './formulas.ts';
import { volatilityBefore } from './volatility.ts';

/** Round trips before which there is nothing that Kelly could say, and the last ones that count. */
const KELLY_TRADES = 20;
const KELLY_MEMORY = 250;
/** Share of the equity while what a size is made of is not known yet. */
const START_SHARE = 0.1;

/** What a target is sized by: the price it would fill at, and the equity at the market's price. */
export interface SizingMoment {
  readonly aim: Aim;
  readonly price: number;
  readonly equity: number;
  /** Row that it fills in; what is known is before it. */
  readonly row: number;
}

/** What a size depends on beside the instrument that is sized. */
export interface SizingAccount {
  /** Highest equity at any close before the open of `row`. */
  readonly peakBefore: (row: number) => number;
  /** The instrument's part of a whole of which each part carries the same risk, by what is known before the open of `row`; NaN while its own is not. */
  readonly riskPart: (row: number) => number;
  /** Instruments that the account trades. */
  readonly count: number;
}

/** Turns targets into quantities. */
export class Sizer {
  readonly #sizing: Sizing;
  readonly #holding: Holding;
  readonly #bars: Bars;
  readonly #part: number;
  readonly #account: SizingAccount;
  /** Why the last quantity is no lot, if it is none. */
  nothing: UnfilledReason = 'BELOW_LOT';

  constructor({ sizing, holding, bars, sizingAccount }: SizerParts) {
    this.#sizing = sizing;
    this.#part = sizing.part ?? 1;
    this.#holding = holding;
    this.#bars = bars;
    this.#account = sizingAccount;
  }

  /** Units, 0 or above, whatever the side. */
  quantity(moment: SizingMoment): number {
    const { aim, price, equity } = moment;
    const sizing = this.#sizing;
    const share = this.#part * Math.abs(aim.target);
    if (sizing.kind === 'fixed') return share * sizing.quantity;
    const side = aim.target > 0 ? 'buy' : 'sell';
    if (sizing.kind === 'all') return Math.max(0, this.#holding.affordable(share * equity, price, share, side));
    // What is sized by risk may use the leverage; a target above 1 has its part of that already.
    const reach = this.#holding.account.leverage / Math.max(1, share);
    const fraction = this.#fraction(sizing, moment, Math.max(1, reach));
    const most = Math.max(0, this.#holding.affordable(share * fraction * equity, price, share * Math.max(1, fraction), side));
    return sizing.kind === 'risk' ? Math.min(most, share * this.#unitsAtRisk(moment, sizing.share)) : most;
  }

  #fraction(sizing: Exclude<Sizing, { kind: 'all' | 'fixed' }>, { equity, row }: SizingMoment, reach: number): number {
    switch (sizing.kind) {
      case 'fraction':
        return sizing.fraction;
      case 'kelly':
        return sizing.times * this.#kelly(kellyOfReturns, reach / sizing.times);
      case 'kelly-odds':
        return sizing.times * this.#kelly(kellyOfOdds, reach / sizing.times);
      case 'risk':
        return reach;
      case 'volatility': {
        const volatility = volatilityBefore(this.#bars, row);
        return Number.isNaN(volatility) ? START_SHARE : volatilityShare(sizing.perYear, volatility, reach);
      }
      case 'drawdown':
        return drawdownShare(1 - equity / Math.max(equity, this.#account.peakBefore(row)), sizing.most);
      case 'equal-risk': {
        const part = this.#account.riskPart(row);
        return sizing.share * (Number.isNaN(part) ? START_SHARE / this.#account.count : part);
      }
    }
  }

  #unitsAtRisk({ aim, price, equity }: SizingMoment, share: number): number {
    const { stopLoss, trailingStop } = aim.protection ?? {};
    const away = aim.target > 0 ? -1 : 1;
    const distances = [
      ...(stopLoss === undefined ? [] : [(levelFrom(stopLoss, price, away) - price) * away]),
      ...(trailingStop === undefined || trailingStop.activation !== undefined ? [] : [trailDistance(trailingStop, price)]),
    ];
    if (distances.length === 0) {
      throw new EngineError(
        'sizing',
        `sizing risk:${share} needs target(..., { stopLoss }) or a trailing stop: the risk is what is lost when it is hit`,
      );
    }
    const distance = Math.min(...distances);
    this.nothing = distance > 0 ? 'BELOW_LOT' : 'STOP_PASSED';
    const { instrument, rate } = this.#holding;
    return distance > 0 ? unitsAtRisk(equity, share, { distance, value: instrument.multiplier * rate }) : 0;
  }

  #kelly(formula: (returns: readonly number[], most: number) => number, most: number): number {
    const returns = this.#holding.recorder.lastReturns(KELLY_MEMORY);
    return returns.length < KELLY_TRADES ? START_SHARE : formula(returns, most);
  }
}

function trailDistance(trail: NonNullable<NonNullable<Aim['protection']>['trailingStop']>, price: number): number {
  return 'offset' in trail ? trail.offset : price * ('ratio' in trail ? trail.ratio : trail.ratioOfBest);
}

interface SizerParts {
  readonly sizing: Sizing;
  readonly holding: Holding;
  readonly bars: Bars;
  readonly sizingAccount: SizingAccount;
}
