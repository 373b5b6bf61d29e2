import type { Bars } from '../../domain/bars.ts';
import { DAY_US } from '../../domain/time.ts';
import type { Sizing } from '../../domain/sizing.ts';
import { EngineError } from '../error.ts';
import type { Holding } from '../holding.ts';
import { levelFrom } from '../orders/trail.ts';
import type { Aim } from '../orders/targets.ts';
import { drawdownShare, kellyOfReturns, unitsAtRisk, volatilityShare } from './formulas.ts';

/** Round trips before which there is nothing that Kelly could say, the last ones that count, and the share of the equity until then. */
const KELLY_TRADES = 20;
const KELLY_MEMORY = 250;
const KELLY_START = 0.1;
/** Bars before the fill that volatility is taken of. */
const VOLATILITY_BARS = 20;
const YEAR_US = 365.25 * DAY_US;

/** What a target is sized by: the price it would fill at, and the equity at the market's price. */
export interface SizingMoment {
  readonly aim: Aim;
  readonly price: number;
  readonly equity: number;
  /** Row that it fills in; what is known is before it. */
  readonly row: number;
}

/** Turns targets into quantities. */
export class Sizer {
  readonly #sizing: Sizing;
  readonly #holding: Holding;
  readonly #bars: Bars;
  readonly #part: number;
  #peak = 0;

  constructor(sizing: Sizing, holding: Holding, bars: Bars) {
    this.#sizing = sizing;
    this.#part = sizing.part ?? 1;
    this.#holding = holding;
    this.#bars = bars;
    this.#peak = holding.account.cash;
  }

  /** Units, 0 or above, whatever the side. */
  quantity(moment: SizingMoment): number {
    const { aim, price, equity } = moment;
    const sizing = this.#sizing;
    const share = this.#part * Math.abs(aim.target);
    if (sizing.kind === 'fixed') return share * sizing.quantity;
    const fraction = this.#fraction(sizing, moment);
    const most = Math.max(0, this.#holding.affordable(fraction === 1 ? share * equity : share * fraction * equity, price, share));
    return sizing.kind === 'risk' ? Math.min(most, share * this.#unitsAtRisk(moment, sizing.share)) : most;
  }

  #fraction(sizing: Sizing, { equity, row }: SizingMoment): number {
    switch (sizing.kind) {
      case 'fraction':
        return sizing.fraction;
      case 'kelly':
        return sizing.times * this.#kelly();
      case 'volatility':
        return volatilityShare(sizing.perYear, this.#volatility(row), 1);
      case 'drawdown':
        this.#peak = Math.max(this.#peak, equity);
        return drawdownShare(1 - equity / this.#peak, sizing.most);
      default:
        return 1;
    }
  }

  #unitsAtRisk({ aim, price, equity }: SizingMoment, share: number): number {
    const { stopLoss, trailingStop } = aim.protection ?? {};
    const away = aim.target > 0 ? -1 : 1;
    const distances = [
      ...(stopLoss === undefined ? [] : [Math.abs(levelFrom(stopLoss, price, away) - price)]),
      ...(trailingStop === undefined || trailingStop.activation !== undefined ? [] : [trailDistance(trailingStop, price)]),
    ];
    if (distances.length === 0) {
      throw new EngineError(
        'sizing',
        `sizing risk:${share} needs target(..., { stopLoss }) or a trailing stop: the risk is what is lost when it is hit`,
      );
    }
    const { instrument, rate } = this.#holding;
    return unitsAtRisk(equity, share, { distance: Math.min(...distances), value: instrument.multiplier * rate });
  }

  #kelly(): number {
    const returns = this.#holding.recorder.lastReturns(KELLY_MEMORY);
    return returns.length < KELLY_TRADES ? KELLY_START : kellyOfReturns(returns);
  }

  /** Volatility a year of the closes before `row`, by the time that they took; 0 when there are fewer than three. */
  #volatility(row: number): number {
    const { close, time } = this.#bars;
    const first = Math.max(1, row - VOLATILITY_BARS);
    const count = row - first;
    if (count < 2) return 0;
    let sum = 0;
    let squares = 0;
    for (let at = first; at < row; at++) {
      const change = Math.log((close[at] as number) / (close[at - 1] as number));
      sum += change;
      squares += change * change;
    }
    const variance = (squares - (sum * sum) / count) / (count - 1);
    const spanUs = (time[row - 1] as number) - (time[first - 1] as number);
    return Math.sqrt(Math.max(0, variance) * ((count * YEAR_US) / spanUs));
  }
}

function trailDistance(trail: NonNullable<NonNullable<Aim['protection']>['trailingStop']>, price: number): number {
  return 'offset' in trail ? trail.offset : price * ('ratio' in trail ? trail.ratio : trail.ratioOfBest);
}
