import { ofType } from '../template/check.ts';
import type { Resource } from '../template/template.ts';
import type { IssuerClient } from './issuer.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** The clients and groups of the user pool in the templates. */
export function readUserPool(resources: readonly Resource[]): { clients: IssuerClient[]; groups: string[] } {
  return {
    clients: ofType(resources, 'AWS::Cognito::UserPoolClient').map(readClient),
    groups: ofType(resources, 'AWS::Cognito::UserPoolGroup').map((group) => String(group.properties['GroupName'])),
  };
}

function readClient({ ref, properties }: Resource): IssuerClient {
  const units = (properties['TokenValidityUnits'] ?? {}) as Readonly<Record<string, string>>;
  const seconds = (property: string, unit: string): number =>
    Number(properties[property] ?? 1) * (UNIT_SECONDS[units[unit] ?? 'hours'] ?? 3600);
  return {
    id: ref,
    callbackUrls: (properties['CallbackURLs'] ?? []) as string[],
    scopes: (properties['AllowedOAuthScopes'] ?? ['openid']) as string[],
    idTokenSeconds: seconds('IdTokenValidity', 'IdToken'),
    accessTokenSeconds: seconds('AccessTokenValidity', 'AccessToken'),
  };
}
