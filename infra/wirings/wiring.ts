import type { FunctionName } from '../functions.ts';
import type { Platform } from '../constructs/function.ts';
import type { SignIn } from '../constructs/identity.ts';
import { onTable, type Permission } from '../constructs/permissions.ts';
import type { DataStack, Tables } from '../stacks/data.ts';
import type { HistoryStack } from '../stacks/history.ts';
import type { ResearchStack } from '../stacks/research.ts';
import type { SchedulesStack } from '../stacks/schedules.ts';
import type { StreamsStack } from '../stacks/streams.ts';

type StepName = `${'plan' | 'run' | 'summarise'}-${'backtest' | 'backfill' | 'study'}`;
type SocketName = 'authorize-socket' | 'handle-socket' | 'broadcast-market';
export type ApiFunctionName = Exclude<
  FunctionName,
  'ingest-market' | 'run-schedule' | 'archive-market' | 'archive-bars' | 'copy-bars' | StepName | SocketName
>;

export interface ApiFunctionSources {
  readonly data: DataStack;
  readonly streams: StreamsStack;
  readonly research: ResearchStack;
  readonly history: HistoryStack;
  readonly schedules: SchedulesStack;
  readonly platform: Platform;
  readonly identity: SignIn;
  /** Where the WebSocket API answers, ws or wss. */
  readonly socketUrl: string;
}

/** What a function is given: the names it reads and what it may do. */
export interface Wiring {
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
}

export type WiringOf<Names extends ApiFunctionName> = Readonly<Record<Names, Wiring>>;

/** Answers kept for a repeated Idempotency-Key. */
export function onIdempotency({ idempotency }: Tables): Permission {
  return onTable(idempotency, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
}
