import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CREDENTIALS } from '../credentials.ts';
import type { Endpoints } from '../lambda/environment.ts';
import { ofType } from '../template/check.ts';
import type { Resource } from '../template/template.ts';

/** An ECS service as it runs here: so many processes of the bundle that its image would carry. */
export interface ContainerService {
  readonly name: string;
  readonly count: number;
  readonly folder: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

/** What the owner's shell may hand on to a container: keys of venues, which have no place in a template. */
const VENUE_KEYS = /^(ALPACA|OANDA|KITE|FINNHUB)_[A-Z_]+$/;

/** The services of the templates. `assets` knows the folder of an image by its tag. Throws for one that cannot run here, by name. */
export function readServices(
  resources: readonly Resource[],
  assets: ReadonlyMap<string, string>,
  { endpoints, shell }: { readonly endpoints: Endpoints; readonly shell: Readonly<Record<string, string | undefined>> },
): ContainerService[] {
  const tasks = ofType(resources, 'AWS::ECS::TaskDefinition');
  return ofType(resources, 'AWS::ECS::Service').map((service) => {
    const where = `${service.stack}/${service.id}`;
    const task = tasks.find(({ ref }) => ref === service.properties['TaskDefinition']);
    const [container, ...others] = (task?.properties['ContainerDefinitions'] ?? []) as ContainerDefinition[];
    if (container === undefined || others.length > 0) throw new Error(`${where}: its task must have exactly one container`);
    const folder = assets.get(container.Image.split(':').at(-1) as string);
    if (folder === undefined) throw new Error(`${where}: its image ${container.Image} is not among the assets of the app`);
    const own = (container.Secrets ?? []).map(({ Name, ValueFrom }) => [Name, parameter(resources, ValueFrom, where)] as const);
    return {
      name: String(service.properties['ServiceName']),
      count: Number(service.properties['DesiredCount'] ?? 1),
      folder,
      command: commandOf(join(folder, 'Dockerfile')),
      environment: { ...venueKeys(shell), ...surroundings(endpoints), ...Object.fromEntries(own) },
    };
  });
}

interface ContainerDefinition {
  readonly Image: string;
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: string }[];
}

function parameter(resources: readonly Resource[], arn: string, where: string): string {
  const found = ofType(resources, 'AWS::SSM::Parameter').find(({ ref }) => arn.endsWith(`:parameter${ref}`));
  if (found === undefined) throw new Error(`${where}: no template has the parameter ${arn}`);
  return String(found.properties['Value']);
}

/** The CMD of a Dockerfile in its JSON form. */
function commandOf(dockerfile: string): readonly [string, ...string[]] {
  const line = /^CMD (\[.*\])$/m.exec(readFileSync(dockerfile, 'utf8'))?.[1];
  if (line === undefined) throw new Error(`${dockerfile}: it must have a CMD ["...", ...]`);
  const [program, ...given] = JSON.parse(line) as [string, ...string[]];
  return [program === 'node' ? process.execPath : program, ...given];
}

function venueKeys(shell: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(shell).filter((entry): entry is [string, string] => VENUE_KEYS.test(entry[0])));
}

/** What ECS sets for a container, with the SDK pointed at this machine. */
function surroundings({ region, tables, streams, services }: Endpoints): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: services,
    AWS_ENDPOINT_URL_DYNAMODB: tables,
    AWS_ENDPOINT_URL_KINESIS: streams,
    NODE_ENV: 'production',
    TZ: 'UTC',
  };
}
