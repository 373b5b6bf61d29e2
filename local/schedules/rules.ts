import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Resource } from '../template/template.ts';

const UNITS_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** How often it is looked whether a rule is due. */
const LOOK_MS = 1000;

interface Target {
  readonly pool: FunctionPool;
  /** As the rule says it; the time of the event otherwise. */
  readonly input: string | undefined;
}

interface TimedRule {
  readonly name: string;
  readonly periodMs: number;
  readonly targets: readonly Target[];
  /** Period, counted from the epoch, that it was last called in. */
  period: number;
}

export interface RuleWorld {
  readonly functionByArn: (arn: string) => FunctionPool;
  readonly log: (line: string) => void;
}

/**
 * EventBridge rules that call functions at a rate: at each whole minute, hour or day of UTC. Throws by name for another schedule or target. A time at which
 * the platform did not run is not made up for, as in AWS nothing is for a rule that is off.
 */
export class Rules {
  readonly #rules: readonly TimedRule[];
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(resources: readonly Resource[], { functionByArn, log }: RuleWorld) {
    this.#rules = resources
      .filter(({ properties }) => properties['State'] !== 'DISABLED')
      .map((resource) => readRule(resource, functionByArn));
    this.#log = log;
  }

  start(): void {
    this.tick(Date.now(), true);
    this.#timer = setInterval(() => this.tick(Date.now()), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Calls what is due at a time, once in each of its periods; with `quietly` only notes the periods that have begun. */
  tick(nowMs: number, quietly = false): void {
    for (const rule of this.#rules) {
      const period = Math.floor(nowMs / rule.periodMs);
      if (period <= rule.period) continue;
      rule.period = period;
      if (!quietly) for (const target of rule.targets) void this.#call(rule.name, target, nowMs);
    }
  }

  async #call(name: string, { pool, input }: Target, nowMs: number): Promise<void> {
    const event = input ?? JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event', time: new Date(nowMs).toISOString() });
    const outcome = await pool.invoke(event);
    if (!outcome.ok)
      this.#log(`${new Date(nowMs).toISOString()} rule ${name}: ${outcome.error.errorType}: ${outcome.error.errorMessage}\n`);
  }
}

function readRule({ stack, id, ref, properties }: Resource, functionByArn: RuleWorld['functionByArn']): TimedRule {
  const expression = String(properties['ScheduleExpression']);
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit === undefined)
    throw new Error(`${stack}/${id} (AWS::Events::Rule): ${expression} does not run here; rate(1 minute) and the like do`);
  const targets = (properties['Targets'] ?? []) as readonly { readonly Arn: string; readonly Input?: string }[];
  return {
    name: ref,
    periodMs: Number(count) * (UNITS_MS[unit] as number),
    targets: targets.map(({ Arn, Input }) => ({ pool: functionByArn(Arn), input: Input })),
    period: 0,
  };
}
