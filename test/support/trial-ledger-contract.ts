import { expect, test } from 'vitest';
import type { TrialLedger, TrialRecord } from '../../shared/ports/trial-ledger.ts';

const trial = (key: string, over: Partial<TrialRecord> = {}): TrialRecord => ({
  instruments: ['BTC/USDT'],
  fromUs: 0,
  toUs: 100,
  key,
  sharpe: 0.1,
  ...over,
});
const sorted = (trials: readonly TrialRecord[]) => trials.toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** What every ledger of trials does; `make` gives an empty one. */
export function trialLedgerContract(make: () => TrialLedger): void {
  test('[DX-04] what was tried is found on the same instruments over dates that overlap, and nowhere else', async () => {
    const ledger = make();
    await ledger.add([trial('a'), trial('b', { sharpe: null })]);
    await ledger.add([trial('c', { instruments: ['BTC/USDT', 'ETH/USDT'] })]);
    await ledger.add([trial('d', { fromUs: 100, toUs: 200 })]);
    expect(sorted(await ledger.overlapping(trial('')))).toEqual([trial('a'), trial('b', { sharpe: null })]);
    expect(await ledger.overlapping(trial('', { fromUs: 150, toUs: 300 }))).toEqual([trial('d', { fromUs: 100, toUs: 200 })]);
    expect(sorted(await ledger.overlapping(trial('', { toUs: 101 }))).map(({ key }) => key)).toEqual(['a', 'b', 'd']);
    expect(await ledger.overlapping(trial('', { fromUs: 200, toUs: 300 }))).toEqual([]);
  });

  test('[DX-04] a trial that is made again adds none, and what was found first stays', async () => {
    const ledger = make();
    await ledger.add([trial('a', { sharpe: 0.3 })]);
    await ledger.add([trial('a', { sharpe: 0.4, fromUs: 50, toUs: 150 }), trial('b')]);
    expect(sorted(await ledger.overlapping(trial('')))).toEqual([trial('a', { sharpe: 0.3 }), trial('b')]);
    await ledger.add([]);
    expect(await ledger.overlapping(trial(''))).toHaveLength(2);
  });

  test('[DX-04] thousands of trials of one sweep come back, each number to the last bit', async () => {
    const ledger = make();
    const many = Array.from({ length: 4500 }, (_, i) => trial(`k${String(i).padStart(5, '0')}`, { sharpe: i / 7 }));
    await ledger.add(many);
    await ledger.add(many);
    expect(sorted(await ledger.overlapping(trial('')))).toEqual(many);
  });
}
