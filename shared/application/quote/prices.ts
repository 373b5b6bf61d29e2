/** What AWS asks for what a run uses. */
export interface AwsPrices {
  /** Day on which they were looked up. */
  readonly asOf: string;
  readonly region: string;
  readonly sources: readonly string[];
  /** A GB of memory for a second, on arm64. */
  readonly lambdaGbSecondUsd: number;
  readonly lambdaRequestUsd: number;
  /** A state transition of a standard workflow; each item of a Distributed Map is a child workflow of its own. */
  readonly transitionUsd: number;
  readonly s3PutUsd: number;
  readonly s3GetUsd: number;
}

/**
 * List prices of us-east-1, without free tiers or volume discounts; most other regions ask more. They were looked up in descriptions of the price lists named,
 * not in the lists themselves: compare before you rely on a cent.
 */
export const AWS_PRICES: AwsPrices = {
  asOf: '2026-11-21',
  region: 'us-east-1',
  sources: [
    'AWS Lambda pricing (arm64, first tier)',
    'AWS Step Functions pricing (standard workflows)',
    'Amazon S3 pricing (requests, S3 Standard)',
  ],
  lambdaGbSecondUsd: 0.0000133334,
  lambdaRequestUsd: 0.2 / 1e6,
  transitionUsd: 0.025 / 1e3,
  s3PutUsd: 0.005 / 1e3,
  s3GetUsd: 0.0004 / 1e3,
};
