import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { dropFile, enter } from './fixtures/acts.ts';
import { chromiumPath, openBrowser, openPage } from './fixtures/browser.ts';
import { datasetOf } from './fixtures/mock-market.ts';
import { type MockOptions, type MockPlatform, startMock } from './fixtures/mock-platform.ts';
import { ROOT } from './fixtures/root.ts';

/** What a sound platform cannot be made to do on demand: refuse a sign-in, end a token early, hold a million bars, fall silent. */
describe('the console before a platform that misbehaves', () => {
  let browser: Browser;
  let folder: string;
  let mock: MockPlatform | undefined;
  beforeAll(async () => {
    if (!chromiumPath) return;
    [folder, browser] = await Promise.all([buildConsole(ROOT), openBrowser()]);
  });
  beforeEach(({ skip }) => skip(!chromiumPath, 'skipped: no chromium; CHROMIUM_PATH may name it'));
  afterAll(async () => {
    await browser?.close();
    await mock?.close();
  });
  const start = async (options: MockOptions): Promise<MockPlatform> => {
    await mock?.close();
    mock = await startMock(folder, options);
    return mock;
  };

  test('[UI-01] a refused sign-in is said in its own words and can be tried again', async () => {
    const { url, options } = await start({ refuseSignIn: 'User is disabled' });
    const { page } = await openPage(browser);
    await page.goto(url);
    await page.waitForSelector('text=User is disabled');
    delete options.refuseSignIn;
    await page.click('text=Try again');
    await page.waitForSelector('.app');
    await page.context().close();
  });

  test('[UI-02] a socket that is refused is said, and the prices are asked for instead', async () => {
    const { url, options, log } = await start({});
    options.socketUrl = `${url.replace('http', 'ws')}/live`;
    const { page } = await openPage(browser);
    await enter(page, url);
    await page.waitForSelector('[data-live-state="refused"]');
    expect(await page.textContent('[data-live-state]')).toBe(
      'The live connection was refused (not let in). Prices are asked for every second.',
    );
    await expect.poll(() => page.textContent('[data-live="SYN-BTC/USDT"]')).toMatch(/\d/);
    const asked = () => log.filter((line) => line.startsWith('GET /bars?') && line.includes('SYN-BTC')).length;
    const before = asked();
    await expect.poll(asked).toBeGreaterThan(before + 2);
    await page.context().close();
  });

  test('[UI-01] an answer with a state that this tab did not send is not taken', async () => {
    const { url, log } = await start({});
    const { page } = await openPage(browser);
    await page.goto(`${url}/?code=stolen&state=other`);
    await page.waitForSelector('text=not started in this tab');
    expect(log.filter((line) => line.includes('/oauth2/token'))).toEqual([]);
    await page.context().close();
  });

  test('[UI-01] a token that ends is renewed without a word, and the page stays where it was', async () => {
    const { url, log } = await start({ tokenSeconds: 31 });
    const { page } = await openPage(browser);
    await enter(page, url, '#/new');
    await page.waitForSelector('.picker-row');
    await expect.poll(() => log.filter((line) => line.includes('/oauth2/token')).length).toBeGreaterThan(1);
    await page.waitForSelector('.picker-row');
    expect(page.url()).toContain('#/new');
    await page.context().close();
  });

  test('[UI-01] a viewer sees everything and is told why nothing can be started', async () => {
    const { url } = await start({ roles: ['viewer'] });
    const { page } = await openPage(browser);
    await enter(page, url, '#/new');
    await page.waitForSelector('text=takes the role trader or admin');
    expect(await page.isDisabled('button:has-text("Start backtest")')).toBe(true);
    await page.context().close();
  });

  test('[UI-01] a file of another kind is refused at once, and no symbol is asked for it', async () => {
    const { url, log } = await start({});
    const { page } = await openPage(browser);
    await enter(page, url, '#/new');
    await dropFile(page, 'prices of june.txt', 'hello');
    await page.waitForSelector('.upload-refused [role="alert"]');
    expect(await page.textContent('.upload-refused [role="alert"]')).toBe('"prices of june.txt" is neither a .csv nor a .parquet file.');
    expect(await page.locator('.upload-form').count()).toBe(0);
    expect(log.filter((line) => line.startsWith('POST /datasets'))).toEqual([]);
    await page.click('[aria-label="Dismiss prices of june.txt"]');
    await expect.poll(() => page.locator('.upload').count()).toBe(0);
    await page.context().close();
  });

  test('[UI-01] what is refused is brought into view with its field, however far it is from the button', async () => {
    const { url, log } = await start({});
    const { page } = await openPage(browser);
    await page.setViewportSize({ width: 1000, height: 500 });
    await enter(page, url, '#/new');
    await page.click('.picker-row');
    await page.fill('#cash', 'much');
    await page.locator('.form-end button').scrollIntoViewIfNeeded();
    await page.click('text=Start backtest');
    await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe('cash');
    const { y } = (await page.locator('#cash').boundingBox()) ?? { y: -1 };
    expect([y > 0, y < 500]).toEqual([true, true]);
    await page.keyboard.type('00');
    expect(await page.locator(':focus').getAttribute('id')).toBe('cash');
    expect(log.filter((line) => line.startsWith('POST /backtests'))).toEqual([]);
    await page.context().close();
  });

  test('[UI-01] a history of 150,000 bars is read page by page, thinned, and one trade opens every bar around it', async () => {
    const { url, log } = await start({ runMs: 10, datasets: [datasetOf('01BIG', 'BIG/USDT', 150_000)] });
    const { page, faults } = await openPage(browser);
    await enter(page, url, '#/new');
    await page.click('.picker-row');
    await page.click('text=Start backtest');
    await page.waitForSelector('text=150,000 bars, 8 joined in each drawn');
    expect(log.filter((line) => line.startsWith('GET /bars?limit=5000')).length).toBe(30);
    await expect.poll(async () => Number(await page.getAttribute('.chart-host.price', 'data-bars'))).toBe(18_750);
    await page.click('[aria-label="Show trade 2 on the price"]');
    await page.waitForSelector('text=Every bar around one trade');
    const drawn = async () => Number(await page.getAttribute('.chart-host.price', 'data-bars'));
    // Fewer than the whole run has: of the window around the trade.
    await expect.poll(async () => (await drawn()) > 200 && (await drawn()) < 18_750).toBe(true);
    await page.click('text=Whole run');
    await expect.poll(async () => Number(await page.getAttribute('.chart-host.price', 'data-bars'))).toBe(18_750);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-01] a run can be cancelled while it is under way', async () => {
    const { url } = await start({ runMs: 60_000 });
    const { page } = await openPage(browser);
    await enter(page, url, '#/new');
    await page.click('.picker-row');
    await page.click('text=Start backtest');
    await page.click('.detail button:has-text("Cancel")');
    await page.waitForSelector('.detail .chip-cancelled');
    await page.waitForSelector('text=Cancelled before it was done.');
    await page.context().close();
  });

  test('[UI-01] progress moves while a run is under way, in the list and in the page', async () => {
    const { url, options } = await start({ share: 0.125 });
    const { page } = await openPage(browser);
    await enter(page, url, '#/new');
    await page.click('text=All (2)');
    await page.click('text=Start backtest');
    const shown = async () => Number(await page.locator('.running progress').getAttribute('value'));
    for (const share of [0.125, 0.25, 0.5]) {
      options.share = share;
      await expect.poll(shown).toBe(share);
    }
    await expect.poll(() => page.locator('.list progress').count()).toBe(1);
    await page.waitForSelector('text=1 of 2 datasets done');
    options.share = 1;
    await page.waitForSelector('.detail .chip-done');
    await expect.poll(() => page.locator('.charts select option').allTextContents()).toEqual(['BTC/USDT', 'ETH/USDT']);
    await page.selectOption('.charts select', { label: 'ETH/USDT' });
    await expect.poll(() => page.getAttribute('.chart-host.price', 'aria-label')).toContain('ETH/USDT');
    await page.context().close();
  });

  test('[UI-01] the first page of an empty platform teaches what to do, and the keyboard reaches it', async () => {
    const { url } = await start({ datasets: [] });
    const { page } = await openPage(browser);
    await enter(page, url);
    await page.waitForSelector('text=Test a strategy on real history');
    await page.waitForSelector('text=No backtests yet');
    await page.focus('main .button.primary');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=No data yet');
    await page.click('text=Start backtest');
    await expect.poll(() => page.textContent('#datasets-note')).toBe('choose at least one dataset, or drop a file');
    await page.context().close();
  });

  test('[UI-01] on a phone nothing is wider than the screen', async () => {
    const { url } = await start({ runMs: 10 });
    const { page } = await openPage(browser, { width: 360, height: 740, colorScheme: 'dark' });
    await enter(page, url, '#/new');
    await page.click('.picker-row');
    await page.click('text=Start backtest');
    await page.waitForSelector('.trades tbody tr');
    for (const hash of ['', '#/', '#/new', '#/market']) {
      if (hash !== '') await page.goto(`${url}/${hash}`);
      await page.waitForTimeout(200);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
    await page.context().close();
  });

  test('[UI-01] the form of a backtest can be had again; the start page shows the newest, and a deleted one is gone from the list', async () => {
    const { url } = await start({ runMs: 10 });
    const { page } = await openPage(browser);
    page.on('dialog', (dialog) => void dialog.accept());
    await enter(page, url, '#/new');
    for (const strategy of ['buy-and-hold', 'sma-cross']) {
      await page.goto(`${url}/#/new`);
      await page.click('.picker-row');
      await page.selectOption('#strategy', strategy);
      await page.click('text=Start backtest');
      await page.waitForSelector('.trades tbody tr');
    }
    await page.click('text=Run again');
    await page.waitForSelector('[id="params.fast"]');
    expect([await page.title(), await page.inputValue('#strategy')]).toEqual(['New backtest \u00b7 Skytape', 'sma-cross']);
    expect(await page.locator('.picker-row input:checked').count()).toBe(1);
    await page.goto(`${url}/#/`);
    await page.waitForSelector('.detail h1:has-text("sma-cross")');
    await page.click('.detail button:has-text("Delete")');
    await page.waitForSelector('.detail h1:has-text("buy-and-hold")');
    await expect.poll(() => page.locator('.list .run').count()).toBe(1);
    await page.context().close();
  });

  test('[UI-01] [SR-11] the page of a run on one account in two currencies says what became of each', async () => {
    const wallet = { start: 10_000, end: 9000, startRate: 1, endRate: 1.25, bought: 0, sold: 1000, conversionCost: 1, currencyGain: 25 };
    const wallets = ['USDT', 'EUR'].map((currency) => ({ currency, ...wallet }));
    const { url } = await start({ runMs: 10, result: { wallets, manifest: { account: { currency: 'USDT' } } } });
    const { page } = await openPage(browser);
    await enter(page, url, '#/new');
    await page.click('.picker-row');
    await page.selectOption('#strategy', 'buy-and-hold');
    await page.click('text=Start backtest');
    const table = page.locator('[aria-label="Table of cash by currency"]');
    await table.waitFor();
    expect(await table.locator('tbody tr').allInnerTexts()).toEqual(
      ['USDT', 'EUR'].map((currency) => [currency, '10,000.00', '9,000.00', '1', '1.25', '0.00', '1,000.00', '+25.00', '1.00'].join('\t')),
    );
    expect(await page.locator('.detail').innerText()).toContain('one account');
    await page.context().close();
  });

  test('[UI-01] a platform that has gone away is said so, and found again', async () => {
    const { url } = await start({});
    const { page } = await openPage(browser);
    await enter(page, url);
    await page.waitForSelector('.list');
    await page.route('**/backtests*', (route) => route.abort());
    await page.reload();
    await page.waitForSelector('.list >> text=does not answer');
    await page.unroute('**/backtests*');
    await expect.poll(() => page.locator('.list >> text=does not answer').count()).toBe(0);
    await page.context().close();
  });
});
