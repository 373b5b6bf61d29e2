import { useSignal } from '@preact/signals';
import type { Dataset } from '../api/types.ts';
import { fileFault } from '../logic/file-check.ts';
import { count, utc } from '../logic/format.ts';
import { dismissUpload, sendAs, type Upload, uploads } from '../state/upload.ts';
import { ProgressBar } from './progress-bar.tsx';

const REMARKS_MAX = 20;

type OnReady = (dataset: Dataset) => void;

/** Files on their way in, and why one was refused. */
export function UploadList({ onReady }: { onReady: OnReady }) {
  if (uploads.value.length === 0) return null;
  return (
    <ul class="uploads" aria-label="Uploads">
      {uploads.value.map((upload) => (
        <UploadRow key={upload.key} upload={upload} onReady={onReady} />
      ))}
    </ul>
  );
}

function UploadRow({ upload, onReady }: { upload: Upload; onReady: OnReady }) {
  const asks = upload.step === 'NEEDS_SYMBOL' || (upload.step === 'REFUSED' && fileFault(upload.file) === null);
  return (
    <li class={`upload upload-${upload.step.toLowerCase()}`}>
      <div class="upload-head">
        <span class="upload-name">{upload.file.name}</span>
        <span class="upload-step" role="status">
          {sayStep(upload)}
        </span>
        {['NEEDS_SYMBOL', 'REFUSED', 'READY'].includes(upload.step) && (
          <button type="button" class="quiet small" aria-label={`Dismiss ${upload.file.name}`} onClick={() => dismissUpload(upload.key)}>
            Dismiss
          </button>
        )}
      </div>
      {upload.step === 'SENDING' && <ProgressBar share={upload.share} label={`Sending ${upload.file.name}`} />}
      {upload.reason && (
        <p class="note bad" role="alert">
          {upload.reason}
        </p>
      )}
      {asks && <SymbolForm upload={upload} onReady={onReady} />}
      {upload.step === 'READY' && upload.dataset && <Remarks dataset={upload.dataset} />}
    </li>
  );
}

/** What was found in a file that was taken: open where rows of it were not. */
function Remarks({ dataset: { defects, rejectedRows } }: { dataset: Dataset }) {
  if (defects.length === 0) return null;
  return (
    <details class="provenance" open={rejectedRows > 0}>
      <summary>What was found in it</summary>
      <ul class="reasons">
        {defects.slice(0, REMARKS_MAX).map(({ line, at, detail }, i) => (
          <li key={i}>
            {line === undefined ? (at === undefined ? '' : `${utc(at)}: `) : `Line ${line}: `}
            {detail}
          </li>
        ))}
      </ul>
      {defects.length > REMARKS_MAX && <p>and {count(defects.length - REMARKS_MAX)} more</p>}
    </details>
  );
}

function SymbolForm({ upload, onReady }: { upload: Upload; onReady: OnReady }) {
  const symbol = useSignal(upload.symbol);
  const send = (event: Event) => {
    event.preventDefault();
    if (symbol.value.trim() !== '') void sendAs(upload.key, symbol.value.trim(), onReady);
  };
  return (
    <div class="upload-form">
      <input
        aria-label={`Symbol of ${upload.file.name}`}
        placeholder="Symbol, like BTC/USDT"
        value={symbol.value}
        onInput={(event) => (symbol.value = event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && send(event)}
      />
      <button type="button" class="button small" onClick={send}>
        {upload.step === 'REFUSED' ? 'Try again' : 'Upload'}
      </button>
    </div>
  );
}

function sayStep({ step, share, symbol, dataset }: Upload): string {
  if (step === 'NEEDS_SYMBOL') return 'Which symbol is it?';
  if (step === 'HASHING') return `${symbol}: reading`;
  if (step === 'SENDING') return `${symbol}: sending ${Math.round(share * 100)} %`;
  if (step === 'CHECKING') return `${symbol}: checking rows`;
  if (step === 'REFUSED') return 'Refused';
  const aside = dataset?.rejectedRows ?? 0;
  const rejected = aside > 0 ? `, ${count(aside)} ${aside === 1 ? 'row' : 'rows'} set aside` : '';
  return `${symbol}: ${count(dataset?.bars ?? 0)} bars of ${dataset?.timeframe ?? 'unknown timeframe'}${rejected}`;
}
