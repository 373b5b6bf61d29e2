/** What every function is given to run in; `memoryMb` also buys its share of CPU (1,769 MB is one core). */
export interface FunctionSpec {
  readonly about: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** Every Lambda function of the platform, by its folder under `functions/`. API functions stay under the gateway's 30 seconds. */
export const FUNCTIONS = {
  'check-health': { about: 'Answers whether the platform and its stores are up.', memoryMb: 512, timeoutSeconds: 15 },
  'list-catalogue': {
    about: 'Lists strategies, indicators and patterns with their bounds; explains rules.',
    memoryMb: 512,
    timeoutSeconds: 10,
  },
  'read-datasets': { about: 'Lists and shows datasets.', memoryMb: 512, timeoutSeconds: 10 },
  'create-dataset': { about: 'Registers a dataset and signs the URL of its upload.', memoryMb: 512, timeoutSeconds: 10 },
  'complete-dataset': { about: 'Validates an uploaded file and stores its bars.', memoryMb: 3008, timeoutSeconds: 29 },
  'read-bars': { about: 'Pages through the bars of a dataset or of a streamed instrument.', memoryMb: 1769, timeoutSeconds: 29 },
  'research-datasets': { about: 'Correlates datasets, finds patterns in them, analyses symbols.', memoryMb: 3008, timeoutSeconds: 29 },
  'change-tables': { about: 'Registers schemas of rows and adds rows to datasets.', memoryMb: 3008, timeoutSeconds: 29 },
  'read-tables': { about: 'Shows rows of datasets as they were known.', memoryMb: 3008, timeoutSeconds: 29 },
  'start-backtest': { about: 'Records a backtest and starts its state machine.', memoryMb: 512, timeoutSeconds: 10 },
  'read-backtests': { about: 'Shows backtests, their trades, equity and report.', memoryMb: 1024, timeoutSeconds: 20 },
  'cancel-backtest': { about: 'Stops a running backtest, deletes an ended one.', memoryMb: 512, timeoutSeconds: 20 },
  'serve-docs': { about: 'Serves the OpenAPI document and Swagger UI.', memoryMb: 512, timeoutSeconds: 10 },
  'serve-console': { about: 'Serves the web console and its settings.', memoryMb: 512, timeoutSeconds: 10 },
  'plan-backtest': { about: 'Writes the plan of a backtest and counts its shards.', memoryMb: 1024, timeoutSeconds: 60 },
  'run-backtest': { about: 'Runs one shard of a backtest.', memoryMb: 3008, timeoutSeconds: 840 },
  'summarise-backtest': { about: 'Folds the shards of a backtest into its report.', memoryMb: 3008, timeoutSeconds: 840 },
  'start-study': { about: 'Quotes and starts sweeps, walk-forwards and simulations.', memoryMb: 1769, timeoutSeconds: 29 },
  'read-studies': { about: 'Shows sweeps, walk-forwards and simulations.', memoryMb: 1024, timeoutSeconds: 20 },
  'change-study': { about: 'Stops, deletes and retries studies.', memoryMb: 512, timeoutSeconds: 29 },
  'plan-study': { about: 'Plans the next shards of a study.', memoryMb: 1769, timeoutSeconds: 840 },
  'run-study': { about: 'Runs one shard of a study.', memoryMb: 1769, timeoutSeconds: 840 },
  'summarise-study': { about: 'Folds the shards of a study into its result.', memoryMb: 3008, timeoutSeconds: 840 },
  'read-instruments': { about: 'Shows instruments, their past and their sessions.', memoryMb: 512, timeoutSeconds: 20 },
  'change-instruments': { about: 'Changes, activates and refreshes instruments.', memoryMb: 1024, timeoutSeconds: 29 },
  'administer-schedules': { about: 'Keeps schedules, starts and shows their runs.', memoryMb: 512, timeoutSeconds: 20 },
  'run-schedule': { about: 'Starts what is due, and does the steps of a scheduled run.', memoryMb: 1769, timeoutSeconds: 120 },
  'start-backfill': { about: 'Records a backfill and starts its state machine.', memoryMb: 512, timeoutSeconds: 10 },
  'read-backfill': { about: 'Shows how far a backfill is.', memoryMb: 512, timeoutSeconds: 10 },
  'plan-backfill': { about: 'Finds the parts of a range in which bars are missing.', memoryMb: 1769, timeoutSeconds: 60 },
  'run-backfill': { about: 'Downloads the bars that one part of a range lacks.', memoryMb: 1769, timeoutSeconds: 840 },
  'summarise-backfill': { about: 'Adds up what a backfill brought.', memoryMb: 512, timeoutSeconds: 60 },
  'authorize-socket': { about: 'Checks the token of whoever opens a WebSocket.', memoryMb: 512, timeoutSeconds: 10 },
  'handle-socket': { about: 'Keeps what WebSocket clients listen to.', memoryMb: 512, timeoutSeconds: 10 },
  'read-market': { about: 'Shows the last quotes and pages through streamed ticks.', memoryMb: 1769, timeoutSeconds: 29 },
  'archive-market': { about: 'Keeps the records of the market stream as they came.', memoryMb: 512, timeoutSeconds: 60 },
  'broadcast-market': { about: 'Sends trades, quotes and bars to those who listen.', memoryMb: 1024, timeoutSeconds: 30 },
  'copy-bars': { about: 'Copies bars to Timestream for InfluxDB, where that is asked for.', memoryMb: 512, timeoutSeconds: 60 },
  'archive-bars': { about: 'Moves the bars of days gone by from the table to the lake.', memoryMb: 1769, timeoutSeconds: 840 },
  'ingest-market': { about: 'Folds market events into one-minute bars.', memoryMb: 1024, timeoutSeconds: 60 },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
