import * as z from 'zod';

export interface InfluxSettings {
  /** Origin, as `https://name.region.timestream-influxdb.amazonaws.com:8086`. */
  readonly url: string;
  /** Of version 1; on later ones the bucket that it is mapped to. */
  readonly database: string;
  /** What goes into the Authorization header: `Token ...` or `Basic ...`; absent where the server asks for none. */
  readonly authorization?: string;
  readonly timeoutMs?: number;
}

const Value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const Answer = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z.array(z.object({ columns: z.array(z.string()), values: z.array(z.array(Value)) })).optional(),
    }),
  ),
});

export type InfluxRow = Readonly<Record<string, z.infer<typeof Value>>>;

/** Lines in one request: a few megabytes. */
const LINES_A_WRITE = 5000;

/**
 * `/write` and `/query` of InfluxDB, which versions 1, 2 and 3 serve alike. Throws `InfluxError` when the server refuses or does not answer; writing again is safe,
 * since a point is known by its series and time. Source: InfluxDB 1.8 API reference; "1.x compatibility API" of versions 2 and 3.
 */
export class InfluxClient {
  readonly #settings: InfluxSettings;

  constructor(settings: InfluxSettings) {
    this.#settings = settings;
  }

  async write(lines: readonly string[]): Promise<void> {
    for (let i = 0; i < lines.length; i += LINES_A_WRITE)
      await this.#send('/write', { precision: 'u' }, { method: 'POST', body: lines.slice(i, i + LINES_A_WRITE).join('\n') });
  }

  /** Rows of the first series that the statement answers with, times in microseconds. */
  async query(statement: string): Promise<readonly InfluxRow[]> {
    const body = new URLSearchParams({ q: statement });
    const answer = Answer.parse(await (await this.#send('/query', { epoch: 'u' }, { method: 'POST', body })).json());
    const refused = answer.results.find(({ error }) => error !== undefined);
    if (refused !== undefined) throw new InfluxError(`InfluxDB refused "${statement.slice(0, 80)}": ${refused.error}`);
    const series = answer.results[0]?.series?.[0];
    return (series?.values ?? []).map((row) => Object.fromEntries(row.map((value, i) => [series?.columns[i] as string, value])));
  }

  async #send(path: string, query: Readonly<Record<string, string>>, init: RequestInit): Promise<Response> {
    const { url, database, authorization, timeoutMs = 10_000 } = this.#settings;
    const target = new URL(path, url);
    target.search = new URLSearchParams({ db: database, ...query }).toString();
    const response = await fetch(target, {
      ...init,
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new InfluxError(`InfluxDB at ${url} does not answer`, { cause });
    });
    if (!response.ok) throw new InfluxError(`InfluxDB answered ${response.status} to ${path}: ${(await response.text()).slice(0, 200)}`);
    return response;
  }
}

/** What the server would not or could not do, in one line. */
export class InfluxError extends Error {
  override readonly name = 'InfluxError';
}
