import { textOf } from '../text.ts';
import type { Resource } from '../template/template.ts';

/** An event source mapping, with AWS's defaults where the template is silent. */
export interface MappingSettings {
  readonly id: string;
  readonly sourceArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly bisect: boolean;
  /** Infinity: until the record is too old. */
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly reportsItems: boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly failureArn: string | undefined;
}

/** Throws by name for a setting whose value does not run here. */
export function parseMapping({ stack, id, ref, properties }: Resource): MappingSettings {
  const sourceArn = String(properties['EventSourceArn']);
  const stream = sourceArn.startsWith('arn:aws:kinesis:');
  if (!stream && !sourceArn.startsWith('arn:aws:sqs:'))
    throw new Error(`${stack}/${id}: event source ${sourceArn} does not run here; a stream or a queue does`);
  const factor = Number(properties['ParallelizationFactor'] ?? 1);
  if (factor !== 1) throw new Error(`${stack}/${id}: ParallelizationFactor ${factor} does not run here; 1 does`);
  const position = properties['StartingPosition'] ?? 'TRIM_HORIZON';
  if (position !== 'TRIM_HORIZON' && position !== 'LATEST')
    throw new Error(`${stack}/${id}: StartingPosition ${textOf(position)} does not run here; TRIM_HORIZON and LATEST do`);
  const destination = properties['DestinationConfig'] as { OnFailure?: { Destination?: string } } | undefined;
  return {
    id: ref,
    sourceArn,
    functionArn: String(properties['FunctionName']),
    batchSize: Number(properties['BatchSize'] ?? (stream ? 100 : 10)),
    windowMs: Number(properties['MaximumBatchingWindowInSeconds'] ?? 0) * 1000,
    bisect: properties['BisectBatchOnFunctionError'] === true,
    retries: limit(properties['MaximumRetryAttempts']),
    maxAgeMs: limit(properties['MaximumRecordAgeInSeconds']) * 1000,
    reportsItems: ((properties['FunctionResponseTypes'] ?? []) as string[]).includes('ReportBatchItemFailures'),
    startingPosition: position,
    failureArn: destination?.OnFailure?.Destination,
  };
}

/** -1, and nothing at all, mean without end. */
function limit(value: unknown): number {
  const number = Number(value ?? -1);
  return number === -1 ? Number.POSITIVE_INFINITY : number;
}
