import type { StageName } from './stages.ts';

const DEFAULT_STAGE: StageName = 'dev';

export interface Settings {
  /** As it was given; `resolveStage` checks it. */
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The stage's name and settings out of the CDK's context (`-c stage=prod -c alarmEmail=me@example.com`). The CDK's own keys hold a colon, a slash or a
 * dash; all others are ours, so that a misspelt one is refused instead of ignored. Account and region come from the caller's AWS profile unless given.
 */
export function settingsOf(
  context: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const ours = Object.fromEntries(Object.entries(context).filter(([key]) => /^[A-Za-z]+$/.test(key)));
  const { stage = DEFAULT_STAGE, ...settings } = ours;
  return {
    name: String(stage),
    settings: { account: environment['CDK_DEFAULT_ACCOUNT'], region: environment['CDK_DEFAULT_REGION'], ...settings },
  };
}
