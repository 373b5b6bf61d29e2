import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { csvOf, dropFile, enter, figure } from './fixtures/acts.ts';
import { chromiumPath, openBrowser, openPage } from './fixtures/browser.ts';
import { type Platform, startPlatform } from './fixtures/platform.ts';

const RULES = {
  name: 'close-above-average',
  params: { length: { default: 20, min: 2, max: 200, about: 'bars in the average' } },
  entry: { long: { crossesAbove: ['close', 'sma($length)'] } },
  exit: { long: { crossesBelow: ['close', 'sma($length)'] } },
};
const FAULTY = `{
  "entry": {
    "long": { "all": [{ "above": ["close", "sma(20)"] }, { "above": ["smaa(9)", 1] }] }
  }
}`;

describe('rules in the console', () => {
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
  const openForm = async (): Promise<{ page: Page; faults: string[] }> => {
    const opened = await openPage(browser);
    await enter(opened.page, platform.url, '#/new');
    await dropFile(opened.page, 'BTCUSDT-1h.csv', csvOf(3000));
    await opened.page.waitForSelector('.upload-ready');
    return opened;
  };
  const runToItsEnd = async (page: Page): Promise<void> => {
    await page.click('text=Start backtest');
    await page.waitForSelector('.detail .chip-done');
    await page.waitForSelector('.trades tbody tr');
  };

  test('[SR-13] the example of the form is explained in English, its parameters can be set, and its run ends with trades', async () => {
    const { page, faults } = await openForm();
    await page.click('.switch >> text=Rules');
    await page.waitForSelector('.rules-said >> text=Enters long when the exponential moving average');
    expect(await page.inputValue('[id="params.fast"]')).toBe('10');
    await page.fill('[id="params.fast"]', '101');
    await expect.poll(() => page.textContent('[id="params.fast-note"]')).toBe('a whole number from 2 to 100');
    await page.fill('[id="params.fast"]', '5');
    await runToItsEnd(page);
    expect(await page.textContent('.detail h1')).toContain('trend-with-stop');
    await expect.poll(() => page.textContent('.list .run-name')).toBe('trend-with-stop');
    expect(await page.textContent('.terms')).toContain('fast 5');
    await page.click('.detail summary:has-text("Rules")');
    expect(await page.textContent('.rules-shown')).toContain('"crossesAbove": [');
    await expect.poll(async () => Number(await page.locator('.chart-host.price').getAttribute('data-trades'))).toBeGreaterThan(3);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[SR-13] a dropped .json file is the rules, and they run', async () => {
    const { page } = await openForm();
    await dropFile(page, 'close-above-average.json', JSON.stringify(RULES));
    await page.waitForSelector('.rules-said >> text=Enters long when the close crosses above the simple moving average');
    expect(await page.inputValue('[id="params.length"]')).toBe('20');
    await runToItsEnd(page);
    expect(await page.textContent('.detail h1')).toContain('close-above-average');
    expect(await figure(page, 'totalReturn')).toMatch(/%$/);
    await page.context().close();
  });

  test('[SR-13] a fault is shown with its line and its place in the JSON, and nothing is started', async () => {
    const { page } = await openForm();
    await page.click('.switch >> text=Rules');
    await page.fill('#rules', FAULTY);
    await page.waitForSelector('.rule-faults');
    await expect.poll(() => page.textContent('.rule-faults code')).toBe('entry.long.all[1].above[0]');
    expect(await page.textContent('.rule-faults li')).toMatch(/^line 3.*unknown indicator "smaa".*did you mean "sma"/);
    expect(await page.getAttribute('#rules', 'aria-invalid')).toBe('true');
    await page.click('text=Start backtest');
    expect(page.url()).toContain('#/new');
    await page.click('.rule-faults button');
    const chosen = 'const it = document.querySelector("#rules"); it.value.slice(it.selectionStart, it.selectionEnd)';
    await expect.poll(() => page.evaluate(chosen)).toMatch(/^"smaa\(9\)"/);

    await page.fill('#rules', '{ "entry": ');
    await expect.poll(() => page.textContent('#rules-note')).toMatch(/^no JSON: /);
    await page.click('.switch >> text=Strategy');
    await page.waitForSelector('#strategy');
    expect(await page.inputValue('[id="params.fast"]')).toBe('10');
    await page.context().close();
  });

  test('[SR-13] a fault that only the start of a run finds is shown at the rules as well', async () => {
    const { page } = await openForm();
    await page.route('**/rules/explain', (route) => route.abort());
    await page.click('.switch >> text=Rules');
    await page.fill('#rules', FAULTY);
    await page.waitForSelector('text=The rules could not be checked');
    await page.click('text=Start backtest');
    await expect.poll(() => page.textContent('.rule-faults code').catch(() => '')).toBe('entry.long.all[1].above[0]');
    expect(page.url()).toContain('#/new');
    await page.context().close();
  });
});
