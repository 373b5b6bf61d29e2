import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The packs that name the same rule under their own prefix. */
const EVERY_PACK = ['NIST.800.53.R5', 'PCI.DSS.321'] as const;
const SERVERLESS = 'Serverless';
const AWS_SOLUTIONS = 'AwsSolutions';

/**
 * States, on the one construct it concerns, why a rule of the security packs does not hold there.
 * Only the helpers below may be used, so the rules that can be acknowledged at all are the ones the blueprint lists
 * (and the one in docs/decisions); a test refuses any that no longer applies.
 */
function acknowledge(construct: IConstruct, ids: readonly string[], reason: string): void {
  Validations.of(construct).acknowledge(...ids.map((id) => ({ id, reason })));
}

/** A function is always called synchronously. */
export function acknowledgeSynchronous(construct: IConstruct): void {
  acknowledge(
    construct,
    ['NIST.800.53.R5-LambdaDLQ', `${SERVERLESS}-LambdaDLQ`],
    'It is only invoked synchronously (API, state machine, stream mapping with its own failure destination), so a Lambda queue would stay empty.',
  );
}

/** A function runs outside a VPC. */
export function acknowledgeOutsideNetwork(construct: IConstruct): void {
  acknowledge(
    construct,
    EVERY_PACK.map((pack) => `${pack}-LambdaInsideVPC`),
    'It reaches AWS services only, over TLS with IAM; a VPC would add endpoints that cost more idle than the whole platform.',
  );
}

/** A function runs without reserved concurrency. */
export function acknowledgeFunction(construct: IConstruct): void {
  acknowledge(
    construct,
    ['NIST.800.53.R5-LambdaConcurrency'],
    'The API throttles callers, the state machine bounds its map, the stream its shards; reserving would take capacity from the account.',
  );
}

/** A role keeps its statements inline: they belong to it alone and go with it. */
export function acknowledgeInlinePolicy(construct: IConstruct): void {
  acknowledge(
    construct,
    EVERY_PACK.map((pack) => `${pack}-IAMNoInlinePolicy`),
    'One role per function or machine, never shared: a managed policy would only let another principal attach it.',
  );
}

/** `resource` is the ARN of one statement, ending in or being `*`. Never an action. */
export function acknowledgeWildcardResource(construct: IConstruct, resource: string, reason: string): void {
  acknowledge(construct, [`${AWS_SOLUTIONS}-IAM5[Resource::${asPrinted(Stack.of(construct).resolve(resource))}]`], reason);
}

/** An ARN as the rule prints it: references in angle brackets, joined parts run together, imports by their export name. */
function asPrinted(value: unknown): string {
  if (typeof value === 'string') return value;
  const [kind, operand] = Object.entries(value as Record<string, unknown>)[0] ?? ['nothing', undefined];
  switch (kind) {
    case 'Ref':
      return `<${String(operand)}>`;
    case 'Fn::GetAtt':
      return `<${(operand as string[]).join('.')}>`;
    case 'Fn::ImportValue':
      return asPrinted(operand);
    case 'Fn::Join':
      return (operand as [string, unknown[]])[1].map(asPrinted).join((operand as [string, unknown[]])[0]);
    default:
      throw new Error(`cannot print the resource of an acknowledgement: ${kind} is not Ref, Fn::GetAtt, Fn::ImportValue or Fn::Join`);
  }
}

export function acknowledgeReplication(construct: IConstruct): void {
  acknowledge(
    construct,
    EVERY_PACK.map((pack) => `${pack}-S3BucketReplicationEnabled`),
    'One region by design: versioning keeps overwritten objects, results can be computed again from the uploads and the manifest.',
  );
}

export function acknowledgePublicRoute(construct: IConstruct, reason: string): void {
  acknowledge(construct, [`${AWS_SOLUTIONS}-APIG4`], reason);
}

export function acknowledgeUserPoolTier(construct: IConstruct): void {
  acknowledge(
    construct,
    [`${AWS_SOLUTIONS}-COG8`],
    'The Plus plan bills every user each month; a second factor is required of everyone, and nobody can sign up by themselves.',
  );
}

/** docs/decisions/0120-how-bars-reach-the-socket.md */
export function acknowledgeQueueMapping(construct: IConstruct): void {
  acknowledge(
    construct,
    [`${SERVERLESS}-LambdaEventSourceMappingDestination`],
    'Lambda takes destinations for the mappings of streams only; what fails of a queue goes where its redrive policy says.',
  );
}

/** docs/decisions/0020-the-last-queue-has-no-redrive.md */
export function acknowledgeTerminalQueue(construct: IConstruct): void {
  acknowledge(
    construct,
    [`${SERVERLESS}-SQSRedrivePolicy`],
    'The last queue of a chain has nowhere left to redrive to; what reaches it waits fourteen days for a person, under an alarm.',
  );
}
