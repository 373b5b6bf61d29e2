import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeTerminalQueue } from './acknowledge.ts';

/** How often a dead letter may be tried again before it is parked for a person. */
const REPLAYS = 10;

/** A queue of letters that could not be handled, and behind it the queue of those that failed every replay too. */
export class DeadLetters extends Construct {
  readonly queue: Queue;
  readonly parked: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    this.parked = new Queue(this, 'Parked', common);
    acknowledgeTerminalQueue(this.parked);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.minutes(5),
      deadLetterQueue: { queue: this.parked, maxReceiveCount: REPLAYS },
    });
  }
}
