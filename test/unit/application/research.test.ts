import { beforeAll, describe, expect, test } from 'vitest';
import { parquetBarFiles } from '../../../shared/adapters/files/parquet.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryObjects } from '../../../shared/adapters/memory/objects.ts';
import { barsKey } from '../../../shared/application/datasets/keys.ts';
import { Refusal } from '../../../shared/application/refusal.ts';
import { correlateDatasets } from '../../../shared/application/research/correlate-datasets.ts';
import { understandRules } from '../../../shared/application/research/explain-rules.ts';
import { scanDataset } from '../../../shared/application/research/scan-dataset.ts';
import { EXAMPLES } from '../../../shared/contracts/examples.ts';
import { Correlations, CorrelationsQuery, PatternScanPage, PatternScanQuery } from '../../../shared/contracts/research.ts';
import type { Bars } from '../../../shared/domain/bars.ts';
import { HOUR_US, toIso } from '../../../shared/domain/time.ts';
import { synthesiseBars } from '../../../shared/market/synthetic-bars.ts';
import { PATTERNS } from '../../../shared/patterns/catalogue.ts';
import { scanPatterns } from '../../../shared/patterns/scan.ts';
import type { DatasetRecord } from '../../../shared/ports/dataset-store.ts';
import { correlate } from '../../../shared/research/correlation/correlate.ts';

const TENANT = 'owner';
const START_US = 1_704_067_200_000_000;
const [datasets, objects] = [new MemoryDatasets(), new MemoryObjects()];
const world = { datasets, objects, barFiles: parquetBarFiles, patterns: PATTERNS };
const barsOf = (seed: number, bars: number, startUs = START_US): Bars => synthesiseBars({ seed, bars, timeframeUs: HOUR_US, startUs });
const [BTC, ETH] = [barsOf(1, 600), barsOf(2, 600, START_US + 100 * HOUR_US)];

async function store(id: string, bars: Bars, about: Partial<DatasetRecord> = {}): Promise<void> {
  const record = {
    id,
    name: id,
    symbol: `${id}/USDT`,
    assetClass: 'crypto',
    format: 'csv',
    timeframe: '1h',
    status: 'READY',
    synthetic: true,
    bars: bars.length,
    fromUs: bars.time[0] as number,
    toUs: (bars.time.at(-1) as number) + bars.timeframeUs,
    sha256: '0'.repeat(64),
    rejectedRows: 0,
    defects: [],
    createdUs: START_US,
    upload: { bytes: 1, sha256: '0'.repeat(64) },
    ...about,
  } as const;
  await datasets.create(TENANT, record);
  await objects.put(barsKey(TENANT, id), parquetBarFiles.encode(bars), { contentType: 'application/octet-stream' });
}

beforeAll(async () => {
  await store('BTC', BTC);
  await store('ETH', ETH);
  await store('LATE', barsOf(3, 50, START_US + 580 * HOUR_US));
  await store('TWIN', BTC, { symbol: 'BTC/USDT' });
  await store('WAITING', BTC, { status: 'AWAITING_UPLOAD' });
  const long = barsOf(4, 27_000);
  for (let i = 0; i < 6; i++) await store(`LONG${i}`, long);
});

const correlateAs = async (tenant: string, query: object) => correlateDatasets(world)(tenant, CorrelationsQuery.parse(query));
const correlated = (query: object) => correlateAs(TENANT, query);
const scanned = async (query: object) => scanDataset(world)(TENANT, PatternScanQuery.parse(query));
const refused = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Refusal) => [error.kind, error.field, error.message],
  );

describe('correlations', () => {
  test('[CO-01] two datasets correlate as their bars do, and the answer fits the contract', async () => {
    const answer = await correlated({ datasets: 'BTC,ETH', window: '48', maxLag: '5' });
    const expected = correlate(
      [
        { symbol: 'BTC/USDT', bars: BTC },
        { symbol: 'ETH/USDT', bars: ETH },
      ],
      { window: 48, maxLag: 5 },
    );
    expect(answer).toEqual(expected);
    expect(answer).toMatchObject({ bars: 500, history: { window: 48 }, dropped: [{ bars: 100 }, { bars: 100 }] });
    expect(answer.leadLag[0]?.profile).toHaveLength(11);
    expect(Correlations.parse(answer)).toEqual(answer);
  });

  test('[CO-01] from and to bound the bars that count, the end excluded', async () => {
    const answer = await correlated({ datasets: 'BTC,ETH', from: '2024-01-06T00:00:00Z', to: '2024-01-11T00:00:00Z' });
    expect(answer).toMatchObject({ bars: 120, from: '2024-01-06T00:00:00Z', to: '2024-01-10T23:00:00Z' });
    expect(await correlated({ datasets: 'BTC,ETH', from: '2024-01-06', to: '2024-01-11' })).toEqual(answer);
  });

  test.each([
    ['an unknown dataset', { datasets: 'BTC,NONE' }, ['not-found', 'query.datasets', 'query.datasets: there is no dataset "NONE"']],
    ['one named twice', { datasets: 'BTC,BTC' }, ['invalid', 'query.datasets', 'query.datasets: "BTC" is named twice']],
    ['one without bars', { datasets: 'BTC,WAITING' }, ['conflict', 'query.datasets', expect.stringContaining('AWAITING_UPLOAD')]],
    [
      'two of one symbol',
      { datasets: 'BTC,TWIN' },
      ['unprocessable', 'query.datasets', expect.stringContaining('BTC/USDT is given twice')],
    ],
    [
      'twenty common bars',
      { datasets: 'BTC,LATE' },
      ['unprocessable', 'query.datasets', 'BTC/USDT, LATE/USDT have 20 bars at common times; 30 or more are needed'],
    ],
    [
      'a window beyond the bars',
      { datasets: 'BTC,ETH', window: 2000 },
      ['invalid', 'query.window', expect.stringContaining('from 3 to 499')],
    ],
    [
      'more than can be answered at once',
      { datasets: 'LONG0,LONG1,LONG2,LONG3,LONG4,LONG5' },
      [
        'unprocessable',
        'query.datasets',
        expect.stringContaining('15 pairs of up to 27000 bars are too many at once; give at most 26666 bars'),
      ],
    ],
    [
      'a range that ends before it starts',
      { datasets: 'BTC,ETH', from: '2024-02-01T00:00:00Z', to: '2024-01-01T00:00:00Z' },
      ['invalid', 'query.to', expect.stringContaining('is not after')],
    ],
  ])('[CO-01] %s is refused by name', async (_, query, refusal) => {
    expect(await refused(correlated(query))).toEqual(refusal);
  });

  test('[CO-01] the datasets of another tenant are not there', async () => {
    expect(await refused(correlateAs('other', { datasets: 'BTC,ETH' }))).toEqual(['not-found', 'query.datasets', expect.any(String)]);
  });

  test('[CO-01] one dataset, or twenty-one, do not fit the contract', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `D${i}`).join(',');
    expect([1, 2, 20, 21].map((count) => CorrelationsQuery.safeParse({ datasets: ids(count) }).success)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('scans', () => {
  test('[PT-04] the pages of a scan are the list of all matches, with times for rows', async () => {
    const all = scanPatterns(
      BTC,
      PATTERNS.map((pattern) => pattern()),
    );
    expect(all.length).toBeGreaterThan(500);
    const matches = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page: PatternScanPage = await scanned({ dataset: 'BTC', limit: 300, cursor });
      expect(PatternScanPage.parse(page)).toEqual(page);
      matches.push(...page.matches);
      cursor = page.next;
    }
    expect(matches.map(({ pattern, rows, strength }) => ({ pattern, ...rows, strength }))).toEqual(
      all.map(({ pattern, start, end, confirmedAt, strength }) => ({ pattern, start, end, confirmedAt, strength })),
    );
    expect(matches[7]?.confirmedAt).toBe(toIso(BTC.time[all[7]?.confirmedAt as number] as number));
  });

  test('[PT-04] a scan of chosen patterns has no others, and none of bars outside its range', async () => {
    const { matches, symbol } = await scanned({ dataset: 'BTC', pattern: 'engulfing,doji', from: '2024-01-10T00:00:00Z' });
    expect([symbol, [...new Set(matches.map(({ pattern }) => pattern))].sort()]).toEqual(['BTC/USDT', ['doji', 'engulfing']]);
    expect(matches.every(({ start }) => start >= '2024-01-10')).toBe(true);
  });

  test('[PT-04] an unknown pattern or dataset is refused by name', async () => {
    expect(await refused(scanned({ dataset: 'BTC', pattern: 'engulfing,dojo' }))).toEqual([
      'invalid',
      'query.pattern',
      'query.pattern: there is no pattern "dojo"; GET /patterns lists them',
    ]);
    expect(await refused(scanned({ dataset: 'NONE' }))).toEqual(['not-found', 'id', 'there is no dataset "NONE"']);
  });
});

describe('rules', () => {
  test('[SR-13] the example of the API says what the rules of its body do', () => {
    expect(understandRules(EXAMPLES.explainRules?.body)).toEqual(EXAMPLES.explainRules?.response);
  });

  test('[SR-13] rules come with their name and the bounds of their parameters', () => {
    const fast = { default: 10, min: 2, max: 50, about: 'bars' };
    const { name, params } = understandRules({ name: 'cross', params: { fast }, entry: { long: { above: ['close', 'sma($fast)'] } } });
    expect([name, params]).toEqual(['cross', [{ name: 'fast', kind: 'int', step: 1, ...fast }]]);
  });

  test('[SR-13] every fault is listed with its place in the JSON', () => {
    const rules = { entry: { long: { all: [{ above: ['closs', 1] }, { above: ['close', 'smaa(5)'] }] } } };
    let refusal: unknown;
    try {
      understandRules(rules);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ kind: 'invalid', field: 'entry.long.all[0].above[0]' });
    expect((refusal as Refusal).errors?.map(({ field }) => field)).toEqual(['entry.long.all[0].above[0]', 'entry.long.all[1].above[1]']);
  });
});
