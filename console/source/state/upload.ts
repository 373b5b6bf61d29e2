import { signal } from '@preact/signals';
import { ApiError, reasonOf } from '../api/http.ts';
import { completeDataset, createDataset } from '../api/platform.ts';
import type { Dataset, DatasetUpload } from '../api/types.ts';
import { fileFault, formatOf } from '../logic/file-check.ts';
import { guessSymbol } from '../logic/symbol-guess.ts';
import { datasets, mergeDataset } from './catalogue.ts';

/** A file on its way in. `NEEDS_SYMBOL` waits for the user, whose file name did not tell. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly symbol: string;
  readonly step: 'NEEDS_SYMBOL' | 'HASHING' | 'SENDING' | 'CHECKING' | 'READY' | 'REFUSED';
  readonly share: number;
  readonly reason: string | null;
  readonly dataset: Dataset | null;
}

export const uploads = signal<readonly Upload[]>([]);
/** Headers of a presigned upload that a browser writes itself and lets no script set. */
const SET_BY_BROWSER = new Set(['host', 'content-length']);

/** Takes in files dropped or picked, one after the other; `onReady` gets each dataset that passed. What no symbol would help is refused at once. */
export async function takeFiles(files: readonly File[], onReady: (dataset: Dataset) => void): Promise<void> {
  const added = files.map((file): Upload => {
    const [symbol, reason] = [guessSymbol(file.name), fileFault(file)];
    const step = reason !== null ? 'REFUSED' : symbol === '' ? 'NEEDS_SYMBOL' : 'HASHING';
    return { key: crypto.randomUUID(), file, symbol, step, share: 0, reason, dataset: null };
  });
  uploads.value = [...added, ...uploads.value];
  for (const { key, step } of added) if (step === 'HASHING') await carry(key, onReady);
}

/** Gives a waiting file its symbol, or a refused one another try, and sends it. */
export async function sendAs(key: string, symbol: string, onReady: (dataset: Dataset) => void): Promise<void> {
  change(key, { symbol, reason: null });
  await carry(key, onReady);
}

export function dismissUpload(key: string): void {
  uploads.value = uploads.value.filter((upload) => upload.key !== key);
}

async function carry(key: string, onReady: (dataset: Dataset) => void): Promise<void> {
  const upload = uploads.value.find((u) => u.key === key);
  if (!upload) return;
  try {
    const dataset = await send(upload);
    change(key, { step: 'READY', dataset });
    mergeDataset(dataset);
    onReady(dataset);
  } catch (error) {
    change(key, { step: 'REFUSED', reason: reasonWithFields(error) });
  }
}

async function send({ key, file, symbol }: Upload): Promise<Dataset> {
  const format = formatOf(file.name);
  change(key, { step: 'HASHING' });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = datasets.value?.find((one) => one.status === 'READY' && one.sha256 === sha256 && one.symbol === symbol);
  if (known) return known;
  const created = await createDataset({ name: file.name, symbol, format, bytes: file.size, sha256 }, key + symbol);
  if (created.upload === null) return created.dataset;
  change(key, { step: 'SENDING', share: 0 });
  await put(created.upload, file, (share) => change(key, { share }));
  change(key, { step: 'CHECKING', share: 1 });
  return completeDataset(created.dataset.id);
}

/** Puts the file to its presigned URL. XMLHttpRequest, because fetch cannot tell how much has been sent. */
function put(upload: NonNullable<DatasetUpload['upload']>, file: File, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers))
      if (!SET_BY_BROWSER.has(name.toLowerCase())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onShare(event.loaded / file.size);
    request.onerror = () => reject(new Error('The file store does not answer.'));
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(new Error(`The file store refused the file (${request.status}): ${request.responseText.slice(0, 200)}`));
    request.send(file);
  });
}

function reasonWithFields(error: unknown): string {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const named = errors.map((e) => e.message).join('; ');
  const reason = reasonOf(error);
  return named === '' || reason.includes(named) ? reason : `${reason} (${named})`;
}

function change(key: string, part: Partial<Upload>): void {
  uploads.value = uploads.value.map((upload) => (upload.key === key ? { ...upload, ...part } : upload));
}
