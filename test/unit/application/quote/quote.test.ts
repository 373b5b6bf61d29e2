import { expect, test } from 'vitest';
import { AWS_PRICES } from '../../../../shared/application/quote/prices.ts';
import {
  checkCap,
  monteCarloWork,
  type QuoteInput,
  quoteOf,
  sweepWork,
  walkForwardWork,
} from '../../../../shared/application/quote/quote.ts';

const INPUT: QuoteInput = {
  work: sweepWork(100_000, 6000),
  barsPerSecond: 1e6,
  workers: 2,
  memoryMb: 1769,
  prices: AWS_PRICES,
  capUsd: null,
};

test('[DX-05] a sweep of 6,000 x 100,000 bars at a million a second, by hand: seconds here, Lambda-seconds and dollars', () => {
  const { bars, runs, here, aws } = quoteOf(INPUT);
  // 600 million bars are 600 s of one core, 300 s of two; shards of 30 s: 20, each with 2 s more.
  expect([bars, runs, here.seconds, aws.shards, aws.lambdaSeconds, aws.seconds]).toEqual([6e8, 6000, 300, 20, 640, 32]);
  // 640 s of 1769 / 1024 GB at $0.0000133334; 22 requests at $0.2 a million; 48 transitions at $25 a million; 40 PUT and 60 GET.
  const lambda = 640 * (1769 / 1024) * 0.0000133334;
  expect(aws.parts.lambda).toBeCloseTo(lambda, 12);
  expect(aws.usd).toBeCloseTo(lambda + 22 * 2e-7 + 48 * 2.5e-5 + 40 * 5e-6 + 60 * 4e-7, 12);
  // Half a core takes twice as long for half the memory: the same Lambda dollars but for the overhead.
  const half = quoteOf({ ...INPUT, memoryMb: 884 });
  expect(half.aws.lambdaSeconds).toBeCloseTo(600 / (884 / 1769) + half.aws.shards * 2, 9);
  expect(half.aws.shards).toBe(41);
});

test('[DX-05] a walk forward learns on every fold with every combination; a simulation runs the strategy again', () => {
  expect(
    walkForwardWork(
      [
        { train: 700, test: 300 },
        { train: 700, test: 300 },
      ],
      50,
    ),
  ).toEqual({ bars: 2 * (50 * 700 + 1000), runs: 104 });
  expect(monteCarloWork(1000, 206)).toEqual({ bars: 207_000, runs: 207 });
});

test('[DX-05] there are never more shards than runs, nor than 10,000', () => {
  expect(quoteOf({ ...INPUT, work: { bars: 1e9, runs: 3 } }).aws.shards).toBe(3);
  expect(quoteOf({ ...INPUT, work: { bars: 1e13, runs: 1e6 } }).aws.shards).toBe(10_000);
  expect(quoteOf({ ...INPUT, work: { bars: 10, runs: 5 } }).aws.shards).toBe(1);
});

test('[DX-05] what costs more than the cap is refused, at the cap it is not', () => {
  const { aws } = quoteOf(INPUT);
  expect(() => checkCap(quoteOf({ ...INPUT, capUsd: aws.usd }))).not.toThrow();
  expect(() => checkCap(quoteOf({ ...INPUT, capUsd: 0.001 }))).toThrow(
    /it would cost about \$0\.01\d+ in AWS, which is above the cap of \$0.001/,
  );
  expect(() => quoteOf({ ...INPUT, memoryMb: 64 })).toThrow('memoryMb is 64');
  expect(() => quoteOf({ ...INPUT, capUsd: -1 })).toThrow('capUsd is -1');
});
