import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import bhavcopy from '../../../../shared/adapters/bhavcopy/connector.ts';
import { fetchHistory } from '../../../../shared/application/fetch-history.ts';
import type { Bars } from '../../../../shared/domain/bars.ts';
import { toIso } from '../../../../shared/domain/time.ts';

/** Made-up rows in the columns of NSE's circular 62424 (UDiFF, July 2024) and of the files before it. */
const UDIFF_HEAD =
  'TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,XpryDt,FininstrmActlXpryDt,StrkPric,OptnTp,FinInstrmNm,OpnPric,HghPric,LwPric,ClsPric,LastPric,PrvsClsgPric,UndrlygPric,SttlmPric,OpnIntrst,ChngInOpnIntrst,TtlTradgVol,TtlTrfVal,TtlNbOfTxsExctd,SsnId,NewBrdLotQty,Rmks,Rsvd1,Rsvd2,Rsvd3,Rsvd4';
const udiff = (day: string, src: string, symbol: string, series: string, prices: string) =>
  `${day},${day},CM,${src},STK,1,INE002A01018,${symbol},${series},,,,,NAME,${prices},100,99,,100,,,5000,500000,42,F1,1,,,,,`;
const FILES = {
  'cm04JUL2024bhav.csv':
    'SYMBOL,SERIES,OPEN,HIGH,LOW,CLOSE,LAST,PREVCLOSE,TOTTRDQTY,TOTTRDVAL,TIMESTAMP,TOTALTRADES,ISIN,\nRELIANCE,EQ,3100.5,3128,3093,3108.05,3107,3105,1234567,3.8e9,04-JUL-2024,98765,INE002A01018,\nM&M,EQ,2800,2850,2790,2840,2840,2801,1000,2.8e6,04-JUL-2024,9,INE101A01026,\n',
  'BhavCopy_NSE_CM_0_0_0_20240708_F_0000.csv': [
    UDIFF_HEAD,
    udiff('2024-07-08', 'NSE', 'RELIANCE', 'BL', '1,1,1,1'),
    udiff('2024-07-08', 'NSE', 'RELIANCE', 'EQ', '3180,3217.6,3170.05,3202.1'),
  ].join('\n'),
  'EQ050724.CSV':
    'SC_CODE,SC_NAME,SC_GROUP,SC_TYPE,OPEN,HIGH,LOW,CLOSE,LAST,PREVCLOSE,NO_TRADES,NO_OF_SHRS,NET_TURNOV,TDCLOINDI\n500325,RELIANCE    ,A ,Q,3110.00,3197.00,3102.10,3177.50,3178.00,3108.00,9000,350000,1100000000,\n',
};

function folder(files: Readonly<Record<string, string>> = FILES): string {
  const path = mkdtempSync(join(tmpdir(), 'skytape-bhav-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const open = (variant: string, path: string) => bhavcopy.open({ variant, environment: { BHAVCOPY_FOLDER: path } });
const from = { timeframe: '1d', fromUs: Date.UTC(2024, 6, 1) * 1000, limit: 100 };

test('[MD-04] daily files of NSE, old and new, become daily bars; days without a file have none', async () => {
  const nse = await open('nse', folder());
  const { symbol } = await nse.market('reliance', '1d');
  const bars = await nse.page({ symbol, ...from });
  expect(bars.map(({ timeUs }) => toIso(timeUs))).toEqual(['2024-07-04T00:00:00Z', '2024-07-08T00:00:00Z']);
  expect(bars).toMatchObject([
    { open: 3100.5, high: 3128, low: 3093, close: 3108.05, volume: 1_234_567 },
    { open: 3180, high: 3217.6, low: 3170.05, close: 3202.1, volume: 5000 },
  ]);
  expect(await nse.instruments()).toEqual([
    { symbol: 'M_M', venueSymbol: 'M_M', assetClass: 'equity', currency: 'INR' },
    { symbol: 'RELIANCE', venueSymbol: 'RELIANCE', assetClass: 'equity', currency: 'INR' },
  ]);
  expect(await nse.market('M&M', '1d')).toMatchObject({ symbol: 'M_M' });
});

test('[MD-04] a file of BSE has its day in its name', async () => {
  const bse = await open('bse', folder());
  expect(await bse.page({ symbol: 'RELIANCE', ...from })).toEqual([
    { timeUs: Date.UTC(2024, 6, 5) * 1000, open: 3110, high: 3197, low: 3102.1, close: 3177.5, volume: 350_000 },
  ]);
});

test('[MD-04] fetching keeps what is there, and the next file adds its day', async () => {
  const path = folder();
  let kept: Bars | undefined;
  const history = { load: async () => kept, save: async (_: unknown, bars: Bars) => void (kept = bars) };
  const run = async () => {
    const clock = { nowUs: () => Date.UTC(2024, 6, 12) * 1000 };
    return fetchHistory({ source: await open('nse', path), history, clock })({
      symbol: 'RELIANCE',
      ...from,
      toUs: Date.UTC(2024, 6, 12) * 1000,
    });
  };
  expect(await run()).toMatchObject({ written: 2 });
  writeFileSync(join(path, 'next.csv'), [UDIFF_HEAD, udiff('2024-07-09', 'NSE', 'RELIANCE', 'EQ', '3200,3210,3190,3205')].join('\n'));
  expect(await run()).toMatchObject({ kept: 2, written: 1, total: 3 });
});

test('[MD-04] what is not there or cannot be read is refused by name', async () => {
  await expect(bhavcopy.open({ environment: {} })).rejects.toThrow('bhavcopy needs a key: set BHAVCOPY_FOLDER in the environment');
  await expect(open('mcx', folder())).rejects.toThrow('bhavcopy has no exchange "mcx"; it has nse, bse');
  await expect((await open('nse', '/nowhere/at/all')).market('RELIANCE', '1d')).rejects.toMatchObject({ code: 'refused' });
  const nse = await open('nse', folder());
  await expect(nse.market('NOPE', '1d')).rejects.toMatchObject({ code: 'unknown-symbol' });
  await expect(nse.market('RELIANCE', '1m')).rejects.toMatchObject({ code: 'unknown-timeframe' });
  const broken = await open('nse', folder({ 'a.csv': [UDIFF_HEAD, udiff('2024-07-08', 'NSE', 'TCS', 'EQ', '1,x,1,1')].join('\n') }));
  await expect(broken.market('TCS', '1d')).rejects.toThrow('a.csv, line 2: HghPric is "x", but must be a number from 0');
  await expect((await open('nse', folder({ 'b.csv': 'a,b\n1,2\n' }))).instruments()).rejects.toThrow('b.csv: is no bhavcopy');
  expect(() => nse.stream({ symbols: ['TCS'], channels: [] })).toThrow('has no stream');
});
