import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, FunctionError, Invoke, WorkerData } from './protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const data = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread only');
const answer = (message: FromWorker): void => port.postMessage(message);

const handler = await loadHandler();
if (handler !== undefined) {
  port.on('message', (invoke: Invoke) => void run(handler, invoke));
  answer({ kind: 'ready' });
}

async function loadHandler(): Promise<Handler | undefined> {
  try {
    const module = (await import(pathToFileURL(data.file).href)) as Record<string, unknown>;
    const found = module[data.exportName];
    if (typeof found === 'function') return found as Handler;
    answer({
      kind: 'failed',
      error: { errorType: 'Runtime.HandlerNotFound', errorMessage: `${data.exportName} is undefined or not exported` },
    });
  } catch (error) {
    answer({ kind: 'failed', error: describe(error) });
  }
  return undefined;
}

async function run(handle: Handler, { requestId, event, deadlineMs }: Invoke): Promise<void> {
  try {
    const result = await handle(JSON.parse(event), {
      functionName: data.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: data.functionArn,
      memoryLimitInMB: String(data.memoryMb),
      awsRequestId: requestId,
      logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
      logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    });
    answer({ kind: 'answer', payload: JSON.stringify(result ?? null) });
  } catch (error) {
    answer({ kind: 'failed', error: describe(error) });
  }
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
