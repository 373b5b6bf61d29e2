import type { Bucket } from './bucket.ts';
import { ObjectsError } from './error.ts';
import { xmlDocument } from './xml.ts';

const PAGE_MAX = 1000;

/** ListObjectsV2: prefix, delimiter, pages. The continuation token is the last key or common prefix of the page before. */
export function listObjects(bucket: Bucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? PAGE_MAX), PAGE_MAX);
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw new ObjectsError(400, 'InvalidArgument', `max-keys is ${query.get('max-keys')}; it is an integer from 0`);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const page: string[] = [];
  let truncated = false;
  for (const entry of entries(bucket.keys(prefix), prefix, delimiter)) {
    if (Buffer.compare(Buffer.from(entry), Buffer.from(after)) <= 0) continue;
    truncated = page.length >= limit;
    if (truncated) break;
    page.push(entry);
  }
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const last = page.at(-1);
  return xmlDocument('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: limit,
    KeyCount: page.length,
    IsTruncated: truncated,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: truncated && last !== undefined ? Buffer.from(last).toString('base64url') : undefined,
    Contents: page.flatMap((key) => {
      const object = bucket.get(key);
      if (object === undefined) return [];
      return [
        {
          Key: encode(key),
          LastModified: new Date(object.modifiedMs).toISOString(),
          ETag: object.etag,
          Size: object.bytes,
          StorageClass: 'STANDARD',
        },
      ];
    }),
    CommonPrefixes: page.filter((key) => bucket.get(key) === undefined).map((key) => ({ Prefix: encode(key) })),
  });
}

/** Keys in order, those below a delimiter folded into one common prefix. */
function* entries(keys: readonly string[], prefix: string, delimiter: string): Generator<string> {
  let folded: string | undefined;
  for (const key of keys) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = cut === -1 ? key : key.slice(0, cut + delimiter.length);
    if (cut !== -1 && entry === folded) continue;
    folded = cut === -1 ? folded : entry;
    yield entry;
  }
}
