import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { changedBars } from '../../shared/adapters/aws/bar-changes.ts';
import { secretField } from '../../shared/adapters/aws/secret-field.ts';
import { step } from '../../shared/adapters/aws/step.ts';
import { InfluxBars } from '../../shared/adapters/influx/influx-bars.ts';

const Environment = z.object({ INFLUX_URL: z.url(), INFLUX_DATABASE: z.string().min(1), INFLUX_SECRET: z.string().min(1) });
const { INFLUX_URL: url, INFLUX_DATABASE: database, INFLUX_SECRET } = Environment.parse(process.env);
const token = secretField(INFLUX_SECRET, 'token');

/** A batch that fails comes again whole: a bar that is written twice is one point. */
export const handler = step('copy-bars', z.custom<DynamoDBStreamEvent>(), async (event) => {
  const store = new InfluxBars({ url, database, authorization: `Token ${await token()}` });
  for (const { series, bars } of changedBars(event)) await store.put(series, bars);
});
