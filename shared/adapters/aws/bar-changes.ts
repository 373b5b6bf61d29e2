import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';
import type { Series, StoredBar } from '../../ports/bar-store.ts';
import { barOf } from './dynamo-bars.ts';

export interface ChangedBars {
  readonly series: Series;
  readonly bars: readonly StoredBar[];
}

/** The bars that a batch of the table's stream put, by series, in the order of the stream. Rows that were removed went to the history and are left out. */
export function changedBars({ Records }: DynamoDBStreamEvent): readonly ChangedBars[] {
  const rows = Records.flatMap(({ dynamodb }) => (dynamodb?.NewImage === undefined ? [] : [plainRow(dynamodb.NewImage)]));
  return [...Map.groupBy(rows, ({ series }) => String(series))].map(([key, found]) => {
    const cut = key.lastIndexOf('#');
    return { series: { symbol: key.slice(0, cut), timeframe: key.slice(cut + 1) }, bars: found.map(barOf) };
  });
}

function plainRow(image: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plain(value)]));
}

/** The kinds of values that rows of bars hold. */
function plain({ N, S, BOOL, NULL, L }: AttributeValue): unknown {
  if (N !== undefined) return Number(N);
  if (S !== undefined) return S;
  if (BOOL !== undefined) return BOOL;
  if (L !== undefined) return L.map(plain);
  if (NULL === true) return null;
  throw new Error('a row of bars holds a value that is no number, text, truth, list or null');
}
