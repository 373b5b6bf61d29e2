import { type Client, createClient } from '../shared/contracts/client.ts';
import type { Dataset } from '../shared/contracts/schemas.ts';
import { tokenFor } from './sign-in.ts';
import { UserError } from './user-error.ts';

/** A client of the platform that `--api` names; it signs in at the first request. Throws `UserError` for what is no web address. */
export function connect(api: string): Client {
  const baseUrl = originOf(api);
  let token: Promise<string> | undefined;
  return createClient({ baseUrl, token: () => (token ??= tokenFor(baseUrl)) });
}

function originOf(api: string): string {
  const url = URL.canParse(api) ? new URL(api) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new UserError(`--api is "${api}", but must be the address of a running platform, like http://127.0.0.1:4600`);
}

/** Every item of a paged list, page by page. */
export async function allPages<T>(
  page: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** The dataset that the platform has of the same bytes, taken for the same thing. */
export async function knownDataset(
  client: Client,
  { sha256, symbol, assetClass, timeframe }: Pick<Dataset, 'sha256' | 'symbol' | 'assetClass' | 'timeframe'>,
): Promise<Dataset | undefined> {
  const isSame = (one: Dataset) =>
    one.status === 'READY' &&
    one.sha256 === sha256 &&
    one.symbol === symbol &&
    one.assetClass === assetClass &&
    one.timeframe === timeframe;
  return (await datasetsOf(client)).find(isSame);
}

/** Every dataset of the platform, newest first. */
export function datasetsOf(client: Client): Promise<Dataset[]> {
  return allPages(async (cursor) => {
    const page = await client.listDatasets({ query: { limit: 1000, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.datasets, next: page.next };
  });
}
