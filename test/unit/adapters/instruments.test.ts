import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../../shared/adapters/aws/dynamo-instruments.ts';
import { FileInstruments } from '../../../shared/adapters/files/file-instruments.ts';
import { MemoryInstruments } from '../../../shared/adapters/memory/instruments.ts';
import type { InstrumentStore } from '../../../shared/ports/instrument-store.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';
import { record, security } from '../../support/securities.ts';

const directory = mkdtempSync(join(tmpdir(), 'skytape-instruments-'));
const file = join(directory, 'below', 'instruments.jsonl');
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.stop();
  rmSync(directory, { recursive: true });
});

describe.each<[string, () => InstrumentStore]>([
  ['memory', () => new MemoryInstruments()],
  ['a file', () => new FileInstruments(file)],
  ['a table', () => new DynamoInstruments(documentClient(), NAMES.instruments)],
])('the security master in %s', (_, make) => {
  let store: InstrumentStore;
  beforeAll(() => {
    store = make();
  });

  test('[MD-14] a record comes back as it was put, and one that was never put is undefined', async () => {
    const btc = record([1, security('BTC/USDT')]);
    expect(await store.put(btc)).toBe(true);
    expect(await store.get('BTC/USDT')).toEqual(btc);
    expect(await store.get('ETH/USDT')).toBeUndefined();
  });

  test('[MD-14] of two changes of the same version the first one stays', async () => {
    const first = record([1, security('BTC/USDT')], [2, security('BTC/USDT', { priority: 1 })]);
    const second = record([1, security('BTC/USDT')], [3, security('BTC/USDT', { priority: 9 })]);
    expect([await store.put(first), await store.put(second)]).toEqual([true, false]);
    expect(await store.put(record([9, security('BTC/USDT')]))).toBe(false);
    expect(await store.get('BTC/USDT')).toEqual(first);
  });

  test('[MD-14] all are listed by id over pages, each once', async () => {
    for (const id of ['ADA/USDT', 'XRP/USDT', 'DOT/USDT', 'AAPL']) await store.put(record([1, security(id, { status: 'inactive' })]));
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await store.list({ limit: 2, ...(cursor === null ? {} : { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(ids).toEqual(['AAPL', 'ADA/USDT', 'BTC/USDT', 'DOT/USDT', 'XRP/USDT']);
  });

  test('[MD-14] the active ones are found in their newest state, and no longer once they are not', async () => {
    expect(await store.active()).toEqual([security('BTC/USDT', { priority: 1 })]);
    await store.put(record([1, security('ADA/USDT', { status: 'inactive' })], [2, security('ADA/USDT')]));
    expect((await store.active()).map(({ id }) => id).sort()).toEqual(['ADA/USDT', 'BTC/USDT']);
    const states = [1, 2, 3].map((at) => [at, security('BTC/USDT', at === 3 ? { status: 'inactive' } : { priority: at })] as const);
    expect(await store.put(record(...states))).toBe(true);
    expect((await store.active()).map(({ id }) => id)).toEqual(['ADA/USDT']);
  });
});

test('[MD-14] a file of the master is read again by the next process, a record a line', async () => {
  const again = new FileInstruments(file);
  expect((await again.list({ limit: 10 })).items.map(({ id }) => id)).toEqual(['AAPL', 'ADA/USDT', 'BTC/USDT', 'DOT/USDT', 'XRP/USDT']);
});

test('[MD-14] a damaged file of the master is named with its line, and is not written over', async () => {
  const damaged = join(directory, 'damaged.jsonl');
  writeFileSync(damaged, `${JSON.stringify(record([1, security('A')]))}\n{"id":\n`);
  await expect(new FileInstruments(damaged).get('A')).rejects.toThrow(`${damaged}: line 2 is no record of the security master`);
});
