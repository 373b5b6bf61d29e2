import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';

/** The Lambda handler of one step of a state machine: parses the input, does the work, logs what is thrown and throws it on for Retry and Catch. */
export function step<S extends z.ZodType, R>(
  name: string,
  schema: S,
  work: (input: z.output<S>) => Promise<R>,
): (event: unknown, context: Context) => Promise<R> {
  const logger = new Logger({ serviceName: name });
  const run = async (event: unknown): Promise<R> => {
    logger.appendKeys({ input: event });
    try {
      return await work(schema.parse(event));
    } catch (error) {
      logger.error('failed', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return middy<unknown, R>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(run) as unknown as (event: unknown, context: Context) => Promise<R>;
}
