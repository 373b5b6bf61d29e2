import { expect, test } from 'vitest';
import { Arena } from '../../../shared/engine/arena.ts';
import { FillLog } from '../../../shared/engine/fill-log.ts';
import { TradeRecorder } from '../../../shared/engine/trade-recorder.ts';
import { randomNumbers } from '../../support/random-bars.ts';
import { BTC } from './world.ts';

const FILLS = 3000;

/** Fills between -3 and 3 units, of which half of those that find a position end it. */
function fillsOf(seed: number): number[][] {
  const random = randomNumbers(seed);
  let held = 0;
  return Array.from({ length: FILLS }, (_, i) => {
    const aim = held !== 0 && random() < 0.5 ? 0 : Math.round(6 * random()) - 3;
    const signed = (aim === held ? aim + 1 : aim) - held;
    held += signed;
    const [price, rate] = [90 + 20 * random(), 0.5 + random()];
    return [i, 60e6 * i, signed, price, Math.abs(signed) * random(), random(), 7 * i, rate, held];
  });
}

/** What a recorder says of the fills, asked after each of them or at the end only. */
function recorded(fills: readonly number[][], { often }: { readonly often: boolean }) {
  const arena = new Arena();
  const log = new FillLog(BTC.id, arena);
  const recorder = new TradeRecorder(BTC, log, arena);
  for (const fill of fills) {
    log.rows.extend();
    log.rows.row(log.length - 1).set(fill);
    if (often) void recorder.closed;
  }
  const { closed } = recorder;
  const [pnl, holdSeconds] = [new Float64Array(closed), new Float64Array(closed)];
  recorder.writePnl(pnl, holdSeconds);
  return {
    closed,
    trades: recorder.closedTrades(),
    open: recorder.openTrade(100, 7 * FILLS, 0.9),
    pnl: [...pnl],
    seconds: [...holdSeconds],
  };
}

test.each([1, 2, 3])(
  '[BT-01] round trips that are read at the end are those that are read after each fill, to the last bit (seed %i)',
  (seed) => {
    const fills = fillsOf(seed);
    const atEnd = recorded(fills, { often: false });
    expect(atEnd).toStrictEqual(recorded(fills, { often: true }));
    expect(atEnd.closed).toBeGreaterThan(FILLS / 4);
    expect(atEnd.trades.map(({ pnl }) => pnl)).toEqual(atEnd.pnl);
  },
);
