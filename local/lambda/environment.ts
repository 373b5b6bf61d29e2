import { CREDENTIALS } from '../credentials.ts';

/** Addresses of the services, as the SDK's own variables name them. */
export interface Endpoints {
  readonly region: string;
  readonly tables: string;
  readonly streams: string;
  /** S3, SQS, Step Functions, and the refusal of every other service. */
  readonly services: string;
}

/** What Lambda sets for every function, with the SDK pointed at this machine. Nothing of the starting shell gets in, so no real credentials do. */
export function functionEnvironment(name: string, memoryMb: number, endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: endpoints.region,
    AWS_DEFAULT_REGION: endpoints.region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: endpoints.services,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.tables,
    AWS_ENDPOINT_URL_KINESIS: endpoints.streams,
    AWS_ENDPOINT_URL_S3: endpoints.services,
    AWS_ENDPOINT_URL_SQS: endpoints.services,
    AWS_ENDPOINT_URL_SFN: endpoints.services,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    TZ: ':UTC',
  };
}
