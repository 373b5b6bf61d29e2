import type { Browser, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { untilLeft } from '../support/clock.ts';
import { csvOf, dropFile, enter, figure } from './fixtures/acts.ts';
import { chromiumPath, openBrowser, openPage } from './fixtures/browser.ts';
import { type Platform, startPlatform } from './fixtures/platform.ts';

const MINUTE_MS = 60_000;

describe('the console in a browser', () => {
  let platform: Platform;
  let browser: Browser;
  beforeAll(async () => {
    if (!chromiumPath) return;
    [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
  });
  beforeEach(({ skip }) => skip(!chromiumPath, 'skipped: no chromium; CHROMIUM_PATH may name it'));
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  test('[UI-01] the page signs in by code and PKCE, shows the roles, and breaks no rule of its strict policy', async () => {
    const { page, faults } = await openPage(browser);
    const document = await page.goto(platform.url);
    const policy = document?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
    await page.waitForSelector('.app');
    expect(new URL(page.url()).search).toBe('');
    expect(await page.locator('.role').allTextContents()).toContain('trader');
    expect(await page.textContent('.attribution')).toContain('TradingView');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-01] a dropped CSV becomes data, its run shows progress, then trades on the price and equity', async () => {
    const { page, faults } = await openPage(browser);
    await enter(page, platform.url, '#/new');
    await dropFile(page, 'BTCUSDT-1h-2023.csv', csvOf(6000));
    await page.waitForSelector('.upload-ready');
    expect(await page.textContent('.upload-step')).toMatch(/BTC\/USDT: 6,000 bars of 1h/);
    await expect.poll(() => page.locator('.picker-row:has-text("BTC/USDT") input').first().isChecked()).toBe(true);

    await page.selectOption('#strategy', 'sma-cross');
    await page.fill('[id="params.fast"]', '5');
    await page.fill('[id="params.slow"]', '20');
    await page.click('text=Start backtest');
    await page.waitForSelector('.detail .chip-queued, .detail .chip-running, .detail .chip-done');
    await page.waitForSelector('.detail .chip-done');
    await page.waitForSelector('.trades tbody tr');
    expect(await figure(page, 'totalReturn')).toMatch(/^[+\u2212]?[\d,]+\.\d\d %$/);
    const price = page.locator('.chart-host.price');
    await expect.poll(async () => Number(await price.getAttribute('data-bars'))).toBe(6000);
    await expect.poll(async () => Number(await price.getAttribute('data-trades'))).toBeGreaterThan(3);
    await expect
      .poll(async () => Number(await page.locator('.chart-host.equity').getAttribute('data-points')))
      .toBeGreaterThanOrEqual(1000);
    await expect.poll(() => page.textContent('.list .run')).toContain('sma-cross');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-03] [BT-08] a sweep on the platform: quoted, started, mapped; its tearsheet opens, and a cell of the map runs as a backtest', async () => {
    const { page, faults } = await openPage(browser);
    await enter(page, platform.url, '#/new');
    await dropFile(page, 'SOLUSDT-1h-2023.csv', csvOf(2000));
    await page.waitForSelector('.upload-ready');
    await page.click('text=Research');
    await page.click('text=New sweep');
    await page.check('.picker-row:has-text("SOL/USDT") input');
    await page.selectOption('#strategy', 'sma-cross');
    const ranges = {
      'ranges.fast': '5',
      'ranges.fast.to': '15',
      'ranges.fast.step': '5',
      'ranges.slow': '10',
      'ranges.slow.to': '40',
      'ranges.slow.step': '15',
    };
    for (const [id, value] of Object.entries(ranges)) await page.fill(`[id="${id}"]`, value);
    await page.selectOption('#method', 'grid');
    await page.click('text=Show the quote');
    expect(await page.textContent('[data-quote="usd"]')).toMatch(/^\$\d/);
    await page.click('text=Start sweep');
    await page.waitForSelector('.heat-cell');
    // Three by three without slow 10 under fast 10 and 15.
    await expect.poll(() => page.locator('.heat-cell').count()).toBe(7);
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toMatch(/^(skill|luck|drift|too short)$/);
    await expect.poll(() => page.locator('[aria-label="Best combinations"] tbody tr').count()).toBe(7);

    const [sheet] = await Promise.all([page.context().waitForEvent('page'), page.click('text=Tearsheet')]);
    await sheet.waitForSelector('table.map');
    expect(await sheet.textContent('h1')).toBe('sma-cross on SOL/USDT swept');
    await sheet.close();

    const ranked = await page.locator('[aria-label="Best combinations"] tbody tr').first().locator('td').allTextContents();
    await page.click('[aria-label="Best combinations"] tbody button >> nth=0');
    await page.click('text=Start backtest');
    await page.waitForSelector('.detail .chip-done');
    // What the row says is what the backtest of its parameters makes.
    expect(await figure(page, 'totalReturn')).toBe(ranked[3]);
    expect(await figure(page, 'sharpe')).toBe(ranked[4]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-01] a file that holds no bars is refused with the reason of the platform', async () => {
    const { page } = await openPage(browser);
    await enter(page, platform.url, '#/new');
    await dropFile(page, 'ETHUSDT-notes.csv', 'name,colour\nowl,brown\n');
    await page.waitForSelector('.upload-refused [role="alert"]');
    expect(await page.textContent('.upload-refused [role="alert"]')).toMatch(/open|time/i);
    await page.context().close();
  });

  test('[MD-07] the same file dropped again becomes no second dataset', async () => {
    const { page } = await openPage(browser);
    await enter(page, platform.url, '#/new');
    const file = csvOf(120);
    await dropFile(page, 'XRPUSDT-1h.csv', file);
    await page.waitForSelector('.upload-ready');
    await dropFile(page, 'XRPUSDT-copy.csv', file);
    await expect.poll(() => page.locator('.upload-ready').count()).toBe(2);
    await expect.poll(() => page.locator('.option, label').filter({ hasText: 'XRP/USDT' }).count()).toBe(1);
    await page.context().close();
  });

  test('[UI-01] a file whose name tells no symbol asks for it; a row that is no bar is shown with its line', async () => {
    const { page } = await openPage(browser);
    await enter(page, platform.url, '#/new');
    await dropFile(page, 'prices of june.csv', csvOf(50).replace(/^(2023-01-01T01:00:00.000Z,)[^,]+/m, '$1-5'));
    await page.waitForSelector('.upload-needs_symbol');
    await page.fill('.upload-form input', 'ABC/EUR');
    await page.click('.upload-form button');
    await page.waitForSelector('.upload-ready');
    expect(await page.textContent('.upload-step')).toBe('ABC/EUR: 49 bars of 1h, 1 row set aside');
    expect(await page.locator('.upload li').allTextContents()).toContain('Line 3: open -5 is not above zero');
    await page.context().close();
  });

  test('[UI-01] a parameter out of bounds is refused at its field while it is typed, and one that clashes when it is sent', async () => {
    const { page } = await openPage(browser);
    await enter(page, platform.url, '#/new');
    await dropFile(page, 'LTCUSDT-1h.csv', csvOf(200));
    await page.waitForSelector('.upload-ready');
    await page.selectOption('#strategy', 'sma-cross');
    await page.fill('[id="params.fast"]', '0');
    await expect.poll(() => page.textContent('[id="params.fast-note"]')).toMatch(/a whole number from 1 to \d+/);
    await expect.poll(() => page.getAttribute('[id="params.fast"]', 'aria-invalid')).toBe('true');
    await page.click('text=Start backtest');
    expect(page.url()).toContain('#/new');

    await page.fill('[id="params.fast"]', '50');
    await page.fill('[id="params.slow"]', '20');
    await page.click('text=Start backtest');
    await expect.poll(() => page.textContent('[id="params.slow-note"]')).toContain('above fast (50)');
    await page.context().close();
  });

  test('[UI-02] the bar of the moving market changes while one looks, and is called synthetic', async () => {
    const { page } = await openPage(browser);
    await enter(page, platform.url);
    const price = page.locator('[data-live="SYN-BTC/USDT"]');
    await expect.poll(() => price.textContent()).toMatch(/\d/);
    const seen = new Set<string>();
    await expect.poll(async () => seen.add((await price.textContent()) ?? '').size, { interval: 500 }).toBeGreaterThan(2);
    expect(await page.textContent('.market')).toContain('synthetic');
    await page.context().close();
  });

  test('[UI-02] a trade that is pushed moves the bar at once, and while trades are pushed nothing is asked for', async () => {
    const { page, faults } = await openPage(browser);
    await enter(page, platform.url);
    await page.waitForSelector('[data-live-state="open"]');
    await expect.poll(() => page.textContent('[data-live="SYN-BTC/USDT"]')).toMatch(/\d/);
    // The chart of the newest run reads its dataset when it likes; the market is asked for by symbol.
    const isMarket = (request: Request) => new URL(request.url()).searchParams.get('symbol') === 'SYN-BTC/USDT';
    const market = { asked: [] as string[], waiting: 0, lastMs: performance.now() };
    const moved = (request: Request, by: number) => {
      if (!isMarket(request)) return;
      if (by > 0) market.asked.push(request.url());
      market.waiting += by;
      market.lastMs = performance.now();
    };
    page.on('request', (request) => moved(request, 1));
    page.on('requestfinished', (request) => moved(request, -1));
    page.on('requestfailed', (request) => moved(request, -1));
    // What was missed before the opening is asked for once; a poll would come every second.
    await expect.poll(() => market.waiting <= 0 && performance.now() - market.lastMs > 3000).toBe(true);
    market.asked.length = 0;
    const candle = page.locator('.live:has([data-live="SYN-BTC/USDT"]) .chart-host');
    const high = async () => Number(await candle.getAttribute('data-high'));
    const push = async () => {
      const price = 2 * (await high());
      // Late in a minute the trade could arrive in the next, whose bar it is not of.
      await untilLeft(20_000, MINUTE_MS);
      const eventTimeUs = Date.now() * 1000;
      await platform.push({
        v: 1,
        kind: 'trade',
        eventId: `pushed-${eventTimeUs}`,
        instrument: 'SYN-BTC/USDT',
        venue: 'test',
        price: price.toFixed(2),
        quantity: '0.001',
        side: 'buy',
        eventTimeUs,
        receiveTimeUs: eventTimeUs,
        synthetic: true,
      });
      await expect.poll(high, { timeout: 20_000, interval: 20 }).toBeCloseTo(price, 1);
      return 'seen';
    };
    // Another is pushed where the machine took longer than the minute.
    await expect.poll(push, { timeout: 180_000 }).toBe('seen');
    expect([market.asked, faults]).toEqual([[], []]);
    expect(await page.textContent('[data-live-state]')).toBe('Live: prices arrive as they happen.');
    await page.context().close();
  });

  test('[UI-01] sign out ends the session, and one click begins another', async () => {
    const { page } = await openPage(browser);
    await enter(page, platform.url);
    // The page that ends the session takes its time, in which the polls of the console must not begin another.
    await page.route('**/logout?**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await route.continue();
    });
    await page.click('text=Sign out');
    await page.waitForSelector('text=You are signed out.');
    await page.reload();
    await page.click('button:has-text("Sign in")');
    await page.waitForSelector('.app');
    await page.context().close();
  });
});
