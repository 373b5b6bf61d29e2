import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PageRequest } from '../../ports/page.ts';

/** Rows of a tenant, newest id first, with the id to go on after. DynamoDB ends a page at 1 MB, so it may hold fewer than asked for. */
export async function newestOf(
  client: DynamoDBDocumentClient,
  table: string,
  tenant: string,
  page: PageRequest,
): Promise<{ rows: Record<string, unknown>[]; next: string | null }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#tenant = :tenant',
      ExpressionAttributeNames: { '#tenant': 'tenant' },
      ExpressionAttributeValues: { ':tenant': tenant },
      ScanIndexForward: false,
      Limit: page.limit,
      ConsistentRead: true,
      ...(page.cursor === undefined ? {} : { ExclusiveStartKey: { tenant, id: page.cursor } }),
    }),
  );
  return { rows: Items, next: LastEvaluatedKey === undefined ? null : String(LastEvaluatedKey['id']) };
}

/** True for the refusal of a condition; any other error is thrown on. */
export function refusedByCondition(error: unknown): boolean {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return true;
  throw error;
}
