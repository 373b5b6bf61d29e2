import * as z from 'zod';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { DynamoQuality } from '../../shared/adapters/aws/dynamo-quality.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { instrumentQuality } from '../../shared/application/quality/check-day.ts';
import { getInstrument, instrumentHistory, instrumentSessions, listInstruments } from '../../shared/application/instruments/read.ts';

const Environment = z.object({ INSTRUMENTS_TABLE: z.string().min(1) });
const { INSTRUMENTS_TABLE } = Environment.parse(process.env);

const documents = documentClient();
const world = {
  instruments: new DynamoInstruments(documents, INSTRUMENTS_TABLE),
  quality: new DynamoQuality(documents, INSTRUMENTS_TABLE),
  clock: systemClock,
};
const list = listInstruments(world);
const get = getInstrument(world);
const history = instrumentHistory(world);
const sessions = instrumentSessions(world);
const quality = instrumentQuality(world);

export const handler = api('read-instruments', {
  listInstruments: ({ query }) => list(query),
  getInstrument: ({ path, query }) => get(path.id, query),
  instrumentHistory: ({ path }) => history(path.id),
  instrumentQuality: ({ path, query }) => quality(path.id, query),
  instrumentSessions: ({ path, query }) => sessions(path.id, query),
});
