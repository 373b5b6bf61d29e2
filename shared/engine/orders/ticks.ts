import { lotsPerUnit } from '../lots.ts';

/** Share of a tick that a price may lie beside it by rounding. */
const SLACK = 1e-4;

/** The price itself where it lies on a tick, else the tick above it, or the one below. What is below the first tick stays there. */
export function onTick(price: number, tick: number, up: boolean): number {
  const perUnit = lotsPerUnit(tick);
  const ticks = perUnit > 0 ? price * perUnit : price / tick;
  if (Math.abs(ticks - Math.round(ticks)) <= SLACK) return price;
  const whole = Math.max(1, up ? Math.ceil(ticks) : Math.floor(ticks));
  return perUnit > 0 ? whole / perUnit : whole * tick;
}
