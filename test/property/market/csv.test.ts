import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toIso } from '../../../shared/domain/time.ts';
import { parseCsv } from '../../../shared/market/csv.ts';
import { readNumberInto, readNumberText } from '../../../shared/market/number-text.ts';
import { detectTimeFormat, timeReader } from '../../../shared/market/time-text.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Decimals as files hold them: few digits, very many, long fractions, big and small exponents, and every double's own shortest text. */
const decimalText = fc.oneof(
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 22n }), fc.integer({ min: 0, max: 24 })).map(([digits, decimals]) => {
    const text = String(digits).padStart(decimals + 1, '0');
    return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  }),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: 0, max: 10 ** 9 }).map((n) => (n / 100).toFixed(2)),
  fc.constantFrom(
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '900719925474099.3',
    '0.000000000000000000001',
    '00012.50',
    '5.',
    '.5',
    '1e-7',
    '1E+21',
  ),
);

test('[MD-07] a number read from bytes is the double of its text, bit for bit', () => {
  const cell = new Float64Array(1);
  fc.assert(
    fc.property(decimalText, (text) => {
      const bytes = encode(`${text},`);
      const end = readNumberInto(bytes, 0, cell, 0);
      // The fast way may decline, or stop at an exponent; what it reads to the end it reads exactly.
      if (end === text.length) expect(Object.is(cell[0], Number(text))).toBe(true);
      expect(readNumberText(text)).toBe(Number(text));
    }),
    { numRuns: 5000 },
  );
});

test('[MD-07] whole rows carry every number through the parser as the double of its text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(decimalText, decimalText, decimalText, decimalText, decimalText), { minLength: 1, maxLength: 20 }),
      (rows) => {
        const lines = rows.map((cells, i) => `${toIso(1.6e15 + i * 60_000_000)},${cells.join(',')}`);
        const table = parseCsv(encode(`timestamp,open,high,low,close,volume\n${lines.join('\n')}`));
        rows.forEach(([open, high, low, close, volume], i) => {
          expect([table.open[i], table.high[i], table.low[i], table.close[i], table.volume[i]]).toEqual(
            [open, high, low, close, volume].map(Number),
          );
        });
      },
    ),
    { numRuns: 300 },
  );
});

const timeUs = fc.integer({ min: 700_000_000_000_000, max: 4_000_000_000_000_000 });

test('[MD-08] one moment written as ISO or as an epoch in s, ms, us or ns is read as the same microsecond', () => {
  fc.assert(
    fc.property(timeUs, (us) => {
      const seconds = Math.floor(us / 1e6) * 1_000_000;
      const forms = [
        toIso(us),
        toIso(us).replace('T', ' ').replace('Z', '+00:00'),
        String(us),
        `${us}000`,
        `${Math.floor(us / 1000)}.${String(us % 1000).padStart(3, '0')}`,
      ];
      for (const text of forms) {
        const format = detectTimeFormat([text]);
        if (format === undefined) throw new Error(`no format for ${text}`);
        expect(timeReader(format)(encode(text), 0, text.length)).toBe(us);
      }
      for (const text of [String(seconds / 1e6), String(seconds / 1000), toIso(seconds), toIso(seconds).slice(0, -1)]) {
        const format = detectTimeFormat([text]);
        if (format === undefined) throw new Error(`no format for ${text}`);
        expect(timeReader(format)(encode(text), 0, text.length)).toBe(seconds);
      }
    }),
    { numRuns: 500 },
  );
});

test('[MD-08] ISO times agree with Date.parse, offsets included', () => {
  const read = timeReader('iso');
  fc.assert(
    fc.property(timeUs, fc.integer({ min: -14 * 60, max: 14 * 60 }), (us, minutes) => {
      const millis = Math.floor(us / 1000);
      const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
      const text = `${new Date(millis).toISOString().slice(0, -1)}${offset}`;
      expect(read(encode(text), 0, text.length)).toBe(Date.parse(text) * 1000);
    }),
    { numRuns: 500 },
  );
});

test('[MD-07] no bytes make the parser throw anything but a refusal of the file', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('timestamp,open,high,low,close', '2021-04-04T20:00:00Z,1,2,0.5,1', '"a","b', ',,,,', '\u0000'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      try {
        const table = parseCsv(encode(lines.join(end)));
        expect(table.length).toBeGreaterThan(0);
      } catch (error) {
        expect((error as Error).name).toBe('MarketDataError');
        expect((error as Error).message).not.toContain('\n');
      }
    }),
    { numRuns: 1000 },
  );
});
