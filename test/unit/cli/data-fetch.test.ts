import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { fakeBinance } from '../../venues/fake-binance.ts';

/** The real command line and the real ccxt class against an exchange of ours on loopback. */
async function exchange() {
  const fake = await fakeBinance(Date.UTC(2023, 5, 1));
  onTestFinished(() => fake.close());
  const cwd = emptyFolder();
  const fetch = (...args: string[]) =>
    skytape(
      [
        'data',
        'fetch',
        '--exchange',
        'binance',
        '--symbol',
        'BTC/USDT',
        '--timeframe',
        '1m',
        '--exchange-url',
        fake.url,
        '--json',
        ...args,
      ],
      { cwd },
    );
  return { fake, cwd, fetch };
}

test('[MD-01] fetch downloads into the catalogue, and the same command with a later end asks only for what is new', async () => {
  const { fake, cwd, fetch } = await exchange();
  const first = await fetch('--from', '2023-05-01', '--to', '2023-05-02');
  expect(first.stderr).toContain('fetched 1440 bars, 0 were there already');
  expect(JSON.parse(first.stdout)).toMatchObject({ name: 'binance-BTC-USDT-1m', symbol: 'BTC/USDT', bars: 1440, synthetic: false });
  const asked = fake.requests.filter((path) => path.includes('/klines')).length;
  const second = await fetch('--from', '2023-05-01', '--to', '2023-05-02T06:00:00Z');
  expect(second.stderr).toContain('fetched 360 bars, 1440 were there already');
  expect(fake.requests.filter((path) => path.includes('/klines'))).toHaveLength(asked + 1);
  const run = await skytape(['backtest', '--data', 'binance-BTC-USDT-1m', '--strategy', 'buy-and-hold', '--json', '--no-equity'], { cwd });
  expect(JSON.parse(run.stdout).manifest).toMatchObject({
    bars: 1800,
    from: '2023-05-01T00:00:00Z',
    to: '2023-05-02T06:00:00Z',
    assetClass: 'crypto',
  });
});

test('[MD-01] what the exchange does not know is refused in one line with exit code 2', async () => {
  const { fetch } = await exchange();
  const cases: [string[], string][] = [
    [['--from', '2023-05-01', '--symbol', 'NOPE/USDT'], 'has no market "NOPE/USDT"'],
    [['--from', '2023-05-01', '--timeframe', '7m'], 'no bars of 7m'],
    [['--from', '2023-05-01', '--exchange', 'nowhere'], 'venue "nowhere"'],
    [['--from', '2023-05-02', '--to', '2023-05-01'], '--from is 2023-05-02'],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await fetch(...args);
    expect([code, stdout, stderr.includes(said), stderr.trim().split('\n').length]).toEqual([2, '', true, 1]);
  }
});
