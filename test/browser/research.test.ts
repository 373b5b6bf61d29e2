import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { enter } from './fixtures/acts.ts';
import { chromiumPath, openBrowser, openPage } from './fixtures/browser.ts';
import { datasetOf } from './fixtures/mock-market.ts';
import { type MockOptions, type MockPlatform, startMock } from './fixtures/mock-platform.ts';
import { ROOT } from './fixtures/root.ts';

const RANGES = {
  'ranges.fast': '5',
  'ranges.fast.to': '20',
  'ranges.fast.step': '5',
  'ranges.slow': '30',
  'ranges.slow.to': '70',
  'ranges.slow.step': '20',
};

describe('research in the console', () => {
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
  const open = async (hash: string, options: MockOptions = {}) => {
    await mock?.close();
    mock = await startMock(folder, options);
    const opened = await openPage(browser);
    await enter(opened.page, mock.url, hash);
    return { ...opened, log: mock.log, options: mock.options };
  };
  const fill = async (page: Page, kind: string) => {
    await page.click('.picker-row input');
    await page.waitForSelector('#strategy');
    if (kind === 'monte-carlos') return;
    for (const [id, value] of Object.entries(RANGES)) await page.fill(`[id="${id}"]`, value);
    await page.selectOption('#method', 'grid');
  };
  const start = async (page: Page) => {
    await page.click('text=Show the quote');
    await page.click('button:has-text("Start ")');
    await page.waitForSelector('.detail');
  };

  test('[UI-03] a sweep shows its quote before it starts, then its verdict, its map and the best; a cell opens as a backtest', async () => {
    const { page, faults, log } = await open('#/research');
    await page.waitForSelector('text=Nothing yet');
    await page.click('text=New sweep');
    await fill(page, 'sweeps');
    await expect.poll(() => page.textContent('#method-note')).toContain('a grid of 12 cells');
    await page.click('text=Show the quote');
    await expect.poll(() => page.textContent('[data-quote="usd"]')).toBe('$0.012');
    expect(log.filter((line) => line === 'POST /sweeps')).toEqual([]);
    await page.click('text=Start sweep');

    await page.waitForSelector('.heat-table');
    expect(await page.textContent('[data-verdict="luck"]')).toContain('may well be luck');
    for (const shown of ['87.1 %', '20.3 %', '41.2 %']) expect(await page.textContent('[aria-label="Verdict"]')).toContain(shown);
    // Four by three without the one that is not allowed; rows come five at a time.
    await expect.poll(() => page.locator('.heat-cell').count()).toBe(11);
    expect(log.filter((line) => line.includes('/rows?')).length).toBe(3);
    await expect.poll(() => page.textContent('.heat-table tbody tr:last-child th')).toBe('30');
    const best = page.locator('.heat-cell', { hasText: '2.00' });
    expect(await best.evaluate((cell) => (cell as unknown as { style: { background: string } }).style.background)).toBe(
      'rgb(255, 234, 70)',
    );
    await best.hover();
    await expect.poll(() => page.textContent('.heat-read')).toBe('Sharpe 2.00: fast 15, slow 50');
    await page.selectOption('#measure', 'maxDrawdown');
    await expect.poll(() => page.textContent('.heat-scale')).toContain('best 20.00 %');
    await expect.poll(() => page.textContent('[aria-label="Best combinations"] tbody tr')).toMatch(/^11550\+50\.00 %2\.00/);

    await page.locator('.heat-cell', { hasText: '20.00 %' }).first().click();
    await page.waitForSelector('text=New backtest >> nth=0');
    await expect.poll(() => page.inputValue('[id="params.fast"]')).toBe('15');
    await expect.poll(() => page.inputValue('[id="params.slow"]')).toBe('50');
    await expect.poll(() => page.isChecked('.picker-row input >> nth=0')).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-03] a walk-forward shows its folds, what is kept of each, its regimes and its stitched equity', async () => {
    const { page, faults } = await open('#/walk-forwards');
    await fill(page, 'walk-forwards');
    await start(page);
    await page.waitForSelector('[aria-label="Table of folds"]');
    await expect.poll(() => page.locator('.fold').count()).toBe(2);
    const rows = page.locator('[aria-label="Table of folds"] tbody tr');
    // Sharpe 2 in sample: -0.5, 0.5 and 1.5 after it are -25, 25 and 75 % of that.
    await expect.poll(() => rows.locator('td:nth-child(10)').allTextContents()).toEqual(['\u221225 %', '25 %', '75 %']);
    expect(await rows.nth(1).textContent()).toContain('none: stands aside');
    expect(await page.textContent('[aria-label="Table of out of sample by market regime"]')).toContain('falling wild');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-03] a simulation shows its fan, its distributions and the risk of ruin; pointing reads the fan', async () => {
    const { page, faults } = await open('#/monte-carlos');
    await fill(page, 'monte-carlos');
    await start(page);
    const section = page.locator('[data-paths="bootstrap"]');
    await section.waitFor();
    expect(await section.locator('.headlines').textContent()).toContain('6.1 %');
    expect([await section.locator('.fan-outer').count(), await section.locator('.bin').count()]).toEqual([1, 5]);
    await expect.poll(() => section.textContent()).toContain('All 1,000 paths: 10.0 %');
    const box = await section.locator('.drawn-area').first().boundingBox();
    if (!box) throw new Error('the fan has no place');
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    // Half of 100 trades: the lines are straight from 10,000 on.
    await expect.poll(() => section.locator('.fan-read').textContent()).toContain('after 50 trades: 5 % 8,500 · 25 % 10,000 · half 11,000');
    expect(await page.textContent('[aria-label="Dearer"]')).toContain('2.8 times the costs');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-03] what is wrong stands at its field, typed here or refused there; above the cap nothing starts', async () => {
    const { page, log, options } = await open('#/sweeps', { usd: 4 });
    await page.waitForSelector('[id="ranges.fast"]');
    await page.click('text=Show the quote');
    await expect.poll(() => page.textContent('#datasets-note')).toContain('choose at least one dataset');
    await fill(page, 'sweeps');
    await page.fill('[id="ranges.fast"]', '0');
    await expect.poll(() => page.textContent('[id="ranges.fast-note"]')).toBe('both ends from 1 to 500');
    await page.fill('[id="ranges.fast"]', '5');
    await page.click('text=Show the quote');
    await expect.poll(() => page.textContent('.quote [role="alert"]')).toContain('above the cap of $1.00');
    await expect.poll(() => page.isDisabled('text=Start sweep')).toBe(true);
    await page.fill('#maxDollars', '5');
    await page.click('text=Show the quote');
    options.refuse = { field: 'constraint', detail: 'there is no parameter "quick"' };
    await page.click('text=Start sweep');
    await expect.poll(() => page.textContent('#constraints-note')).toBe('there is no parameter "quick"');
    expect(log.filter((line) => line === 'POST /sweeps')).toHaveLength(1);
    await page.context().close();
  });

  test('[UI-03] a study shows how far it is and can be cancelled; what failed is said and only that runs again', async () => {
    const { page, options } = await open('#/sweeps', { studyMs: 60_000, failedRuns: 50 });
    await fill(page, 'sweeps');
    await start(page);
    await page.waitForSelector('.running progress');
    await page.click('text=Cancel');
    await page.waitForSelector('text=Cancelled before it was done.');

    options.studyMs = 50;
    await page.goto(`${page.url().split('#')[0]}#/sweeps`);
    await fill(page, 'sweeps');
    await start(page);
    await page.waitForSelector('.failures');
    await expect
      .poll(() => page.textContent('.failures .notice'))
      .toContain('50 of 200 runs failed, in 1 of 4 shards; the result holds the others.');
    await page.click('text=What failed');
    await expect.poll(() => page.textContent('.failures tbody')).toContain('the shard ran out of memory');
    await page.click('text=Run only these again');
    await expect.poll(() => page.locator('.failures').count()).toBe(0);
    await page.waitForSelector('.heat-table');
    await page.context().close();
  });

  test('[UI-03] the realism of a backtest is folded, refuses a wrong figure at its field, and goes into the request', async () => {
    const { page } = await open('#/new');
    await page.click('.picker-row input');
    await page.waitForSelector('#strategy');
    expect(await page.isVisible('[id="execution.leverage"]')).toBe(false);
    await page.click('.realism summary');
    await page.fill('[id="execution.leverage"]', '0.5');
    await expect.poll(() => page.textContent('[id="execution.leverage-note"]')).toBe('a number from 1 to 1000');
    await page.fill('[id="execution.leverage"]', '3');
    await page.check('[id="execution.longOnly"]');
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/backtests'));
    await page.click('text=Start backtest');
    expect((await sent).postDataJSON()).toMatchObject({ execution: { leverage: 3, longOnly: true } });
    await page.context().close();
  });

  test('[UI-03] several strategies are searched on one account, in two currencies and inside the bars; a finished backtest is drawn from', async () => {
    const datasets = [
      datasetOf('01AAA', 'BTC/USDT', 2000),
      { ...datasetOf('01FINE', 'BTC/USDT', 8000), timeframe: '15m' },
      datasetOf('01RATE', 'EUR/USDT', 2000),
    ];
    const { page, faults } = await open('#/sweeps', { datasets });
    await page.click('.picker-row input >> nth=0');
    await page.check('input[value="several"]');
    // The strategy that was chosen and one more; their parameters stand behind their names.
    expect(
      await page
        .locator('[aria-label="Strategies"] select')
        .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value)),
    ).toEqual(['sma-cross', 'buy-and-hold']);
    await page.fill('[id="strategies.0.share"]', '2');
    await page.click('text=Show the quote');
    await expect.poll(() => page.textContent('#strategies-note')).toBe('a share is above 0, at most 1, or empty');
    await page.fill('[id="strategies.0.share"]', '0.6');
    expect([await page.inputValue('#account'), await page.isDisabled('#account')]).toEqual(['shared', true]);
    await page.fill('#cash', '8000:USDT, 2000:EUR');
    await page.fill('#currency', 'USDT');
    await page.selectOption('#rates', '01RATE');
    await page.selectOption('[id="detail.01AAA"]', '01FINE');
    await page.fill('[id="ranges.sma-cross.fast"]', '5');
    await page.fill('[id="ranges.sma-cross.fast.to"]', '20');
    await page.fill('#maxLambdaSeconds', '60');
    const asked = page.waitForRequest((request) => request.url().endsWith('/quotes'));
    await page.click('text=Show the quote');
    expect((await asked).postDataJSON().request).toMatchObject({
      datasets: ['01AAA'],
      detail: ['01FINE'],
      rates: ['01RATE'],
      currency: 'USDT',
      cash: { USDT: 8000, EUR: 2000 },
      strategies: [
        { strategy: 'sma-cross', params: {}, share: 0.6 },
        { strategy: 'buy-and-hold', params: {} },
      ],
      ranges: { 'sma-cross.fast': '5:20:1' },
      maxLambdaSeconds: 60,
    });
    await page.click('text=Start sweep');
    await page.waitForSelector('.detail');
    await expect.poll(() => page.textContent('.detail-symbols')).toBe('sma-cross + buy-and-hold on BTC/USDT');

    await page.goto(`${page.url().split('#')[0]}#/new`);
    await page.click('.picker-row input >> nth=0');
    await page.waitForSelector('#strategy');
    await page.click('text=Start backtest');
    await page.click('a:has-text("Monte Carlo")');
    await page.waitForSelector('text=a backtest that is done');
    expect([await page.locator('.picker-row').count(), await page.locator('text=noise').count()]).toEqual([0, 0]);
    await page.click('text=Show the quote');
    expect(await page.textContent('[aria-label="Quote"]')).toContain('Steps');
    const started = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/monte-carlos'));
    await page.click('text=Start Monte Carlo');
    expect((await started).postDataJSON()).toMatchObject({ backtest: expect.stringMatching(/^01RUN/), entries: false });
    await page.waitForSelector('a:has-text("of a finished backtest")');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('[UI-03] a link to nothing says so, and on a phone nothing is wider than the screen', async () => {
    const { page } = await open('#/sweeps/01NONE');
    await page.waitForSelector('text=No such sweep');
    for (const hash of ['#/nowhere', '#/sweeps/%E0']) {
      await page.goto(`${page.url().split('#')[0]}${hash}`);
      await page.waitForSelector('h1:has-text("No such page")');
      await page.click('text=To the backtests');
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const hash of ['#/research', '#/sweeps', '#/walk-forwards', '#/monte-carlos']) {
      await page.goto(`${page.url().split('#')[0]}${hash}`);
      await page.waitForSelector('main h1');
      expect([hash, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([hash, true]);
      // What there is can be opened on a phone, too.
      expect([hash, await page.isVisible('[aria-label="Research"]')]).toEqual([hash, hash === '#/research']);
    }
    await page.context().close();
  });
});
