import { count, utc } from '../logic/format.ts';

interface Data {
  readonly symbol: string;
  readonly bars: number;
  readonly from: string;
  readonly to: string;
  readonly sha256: string;
  /** Finer data, and how many of the bars it covers. */
  readonly detail?: { readonly sha256: string; readonly timeframe: string | null; readonly covered?: number };
}
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && 'sha256' in value && 'symbol' in value;

/** What the run was made of: enough to make it again and get the same bytes. */
export function Provenance({ manifest }: { manifest: Readonly<Record<string, unknown>> }) {
  const data = Array.isArray(manifest.data) ? manifest.data.filter(isData) : [];
  return (
    <details class="provenance">
      <summary>Provenance</summary>
      {typeof manifest.codeVersion === 'string' && (
        <p>
          Code version <code>{manifest.codeVersion}</code>
        </p>
      )}
      <ul>
        {data.map((it) => (
          <li key={it.sha256 + it.symbol}>
            {it.symbol}: {count(it.bars)} bars, {utc(it.from)} to {utc(it.to)} UTC, SHA-256 <code>{it.sha256}</code>
            {it.detail && (
              <>
                {'; '}
                {it.detail.timeframe ?? 'trades'} inside {count(it.detail.covered ?? 0)} of them, SHA-256 <code>{it.detail.sha256}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
