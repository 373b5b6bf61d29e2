import type { Bars } from '../../domain/bars.ts';
import { placeOf } from '../../indicators/input.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import type { Indicators } from '../../strategies/define.ts';
import type { Beside } from '../beside.ts';
import type { Market } from './market.ts';

/** What the indicators of a leg may read beside its bars: what the run was given, and the other instruments of the account. */
export class LegBeside {
  readonly #markets: readonly Market[];
  readonly #given: Beside | undefined;

  constructor(markets: readonly Market[], given: Beside | undefined) {
    this.#markets = markets;
    this.#given = given;
  }

  /** For the leg of a market; what it was given comes before an instrument of the same symbol. Only who reads another instrument pays for the list of them. */
  of(market: Market, indicators: Indicators): Beside | undefined {
    if (this.#markets.length === 1 || !Object.values(indicators).some(readsOthers)) return this.#given;
    const others = new Map<string, Bars>();
    for (const { instrument, bars } of this.#markets) others.set(instrument.symbol, bars);
    for (const [symbol, bars] of this.#given?.others ?? []) others.set(symbol, bars);
    const { symbol } = market.instrument;
    return { ...this.#given, others, ...(others.get(symbol) === market.bars ? { own: symbol } : {}) };
  }
}

/** Whether it names another instrument, or counts over all of them. */
function readsOthers(spec: IndicatorSpec | undefined): boolean {
  if (spec?.definition === undefined) return false;
  return spec.of !== undefined || spec.inputs.some((input) => ['other', 'market'].includes(placeOf(input)?.kind ?? ''));
}
