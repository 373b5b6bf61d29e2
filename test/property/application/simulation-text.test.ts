import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSimulation, encodeSimulation } from '../../../shared/application/backtest/simulation-text.ts';
import { simulation, swingingBars } from '../../unit/application/backtest/fixtures.ts';

const shard = simulation('BTC/USDT', swingingBars(5));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

test('[BT-03] any curve, with holes in time or without, comes back from its text bit for bit', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), finite), { minLength: 1, maxLength: 60 }), (points) => {
      let timeUs = 1_619_827_200_000_000;
      const time = Float64Array.from(points, ([hours]) => (timeUs += hours * 3_600_000_000));
      const value = Float64Array.from(points, ([, equity]) => equity);
      const given = { ...shard, run: { ...shard.run, equity: { time, value } }, benchmark: { time, value } };
      expect(decodeSimulation(encodeSimulation(given))).toEqual(given);
    }),
    { numRuns: 200, seed: 3 },
  );
});
