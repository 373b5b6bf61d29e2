import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Child } from '../../../local/containers/child.ts';
import { Containers } from '../../../local/containers/containers.ts';
import { type ContainerService, readServices } from '../../../local/containers/services.ts';
import type { Resource } from '../../../local/template/template.ts';

const folder = mkdtempSync(join(tmpdir(), 'skytape-containers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const endpoints = { region: 'us-east-1', tables: 'http://127.0.0.1:1', streams: 'http://127.0.0.1:2', services: 'http://127.0.0.1:3' };
const resource = (type: string, ref: string, properties: Record<string, unknown>): Resource => ({
  id: 'It',
  stack: 'Stack',
  type,
  ref,
  attributes: {},
  properties,
});
const script = (text: string) => ['-e', text] as const;
const child = (text: string, heard: string[], deaths: string[]) =>
  new Child({
    command: [process.execPath, ...script(text)],
    folder,
    environment: { NAME: 'value' },
    write: (out) => void heard.push(out.trim()),
    onDeath: (how, againMs) => void deaths.push(`${how} ${againMs}`),
    firstWaitMs: 20,
  });

describe('a process of a container', () => {
  test('[MD-13] that dies is started again, after twice the wait each time', async () => {
    const [heard, deaths]: [string[], string[]] = [[], []];
    const dying = child('console.log(process.env.NAME + Object.keys(process.env).length); process.exitCode = 3', heard, deaths);
    dying.start();
    await expect.poll(() => deaths.length, { interval: 10 }).toBeGreaterThanOrEqual(3);
    await dying.stop();
    expect(deaths.slice(0, 3)).toEqual(['ended with 3 20', 'ended with 3 40', 'ended with 3 80']);
    expect(heard.slice(0, 3)).toEqual(['value1', 'value1', 'value1']);
  });

  test('[MD-13] is asked to end with the platform, and may end what it does', async () => {
    const [heard, deaths]: [string[], string[]] = [[], []];
    const living = child(
      "process.on('SIGTERM', () => { console.log('released'); process.exit(0); }); setInterval(() => 0, 1000); console.log('up')",
      heard,
      deaths,
    );
    living.start();
    await expect.poll(() => heard, { interval: 10 }).toEqual(['up']);
    await living.stop();
    expect([heard, deaths]).toEqual([['up', 'released'], []]);
  });
});

describe('services', () => {
  const image = '000000000000.dkr.ecr.us-east-1.amazonaws.com/assets:abc';
  const templates = [
    resource('AWS::SSM::Parameter', '/skytape/local/collector/MARKET_STREAM', { Value: 'market' }),
    resource('AWS::ECS::TaskDefinition', 'task', {
      ContainerDefinitions: [
        {
          Image: image,
          Secrets: [{ Name: 'MARKET_STREAM', ValueFrom: 'arn:aws:ssm:us-east-1:1:parameter/skytape/local/collector/MARKET_STREAM' }],
        },
      ],
    }),
    resource('AWS::ECS::Service', 'collector', { ServiceName: 'collector', DesiredCount: 2, TaskDefinition: 'task' }),
  ];

  test('[MD-13] are the folder of the image, the command of its Dockerfile and the parameters of the template; the shell gives keys of venues only', () => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM node\nCMD ["node", "main.mjs"]\n');
    const shell = { ALPACA_KEY_ID: 'key', HOME: '/root', AWS_PROFILE: 'mine' };
    const [service, ...others] = readServices(templates, new Map([['abc', folder]]), { endpoints, shell });
    expect(others).toEqual([]);
    expect(service).toMatchObject({ name: 'collector', count: 2, folder, command: [process.execPath, 'main.mjs'] });
    expect(service?.environment).toMatchObject({
      MARKET_STREAM: 'market',
      ALPACA_KEY_ID: 'key',
      AWS_ENDPOINT_URL_KINESIS: endpoints.streams,
    });
    expect(Object.keys(service?.environment ?? {})).not.toContain('HOME');
    expect(service?.environment.AWS_PROFILE).toBeUndefined();
  });

  test('[MD-13] whose image or parameter is nowhere stop the start by name', () => {
    expect(() => readServices(templates, new Map(), { endpoints, shell: {} })).toThrow(
      `Stack/It: its image ${image} is not among the assets`,
    );
    expect(() => readServices(templates.slice(1), new Map([['abc', folder]]), { endpoints, shell: {} })).toThrow(
      /no template has the parameter arn/,
    );
  });

  test('[MD-13] run from when they have something to do; the first trouble is told in a line, and all of it is in the log', async () => {
    const told: string[] = [];
    const asked: string[] = [];
    const error = JSON.stringify({ level: 'error', message: 'round failed', detail: 'no network' });
    const service: ContainerService = {
      name: 'collector',
      count: 1,
      folder,
      command: [process.execPath, ...script(`console.log('${error}'); console.log('${error}'); setInterval(() => 0, 1000)`)],
      environment: {},
    };
    const containers = new Containers({
      services: [service, { ...service, name: 'idle' }],
      logs: folder,
      wanted: async ({ name }) => (asked.push(name), name === 'collector'),
      tell: (line) => void told.push(line),
    });
    containers.start();
    const log = join(folder, 'collector.log');
    await expect.poll(() => existsSync(log) && readFileSync(log, 'utf8'), { interval: 20 }).toBe(`${error}\n${error}\n`);
    await containers.stop();
    expect(told).toEqual(['collector runs', `collector has trouble and goes on trying: round failed, no network; more in ${log}`]);
    expect(new Set(asked)).toEqual(new Set(['collector', 'idle']));
    expect(asked.filter((name) => name === 'collector')).toHaveLength(1);
    expect(containers.pids).toHaveLength(1);
  });
});
