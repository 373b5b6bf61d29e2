import { Aws, Duration } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Role } from '../../shared/contracts/routes.ts';
import type { Stage } from '../stages.ts';
import { acknowledgeUserPoolTier } from './acknowledge.ts';
import { removalOf } from './removal.ts';

const ROLES: Readonly<Record<Role, string>> = {
  viewer: 'Reads everything.',
  trader: 'Imports data and runs backtests.',
  risk: 'Watches and stops trading.',
  admin: 'May do all of it.',
};

/** Who may call the API, and what the console needs to sign a person in. */
export interface SignIn {
  readonly authorizer: HttpJwtAuthorizer;
  /** What names itself in the tokens. */
  readonly issuer: string;
  readonly signInUrl: string;
  readonly clientId: string;
  readonly userPoolId: string;
}

/** A user pool with a group per role, its sign-in pages, and the authorizer of its tokens. `origin` is where the console is served. */
export function signIn(scope: Construct, stage: Stage, origin: string): SignIn {
  const pool = userPool(scope, stage);
  for (const [groupName, description] of Object.entries(ROLES)) {
    new CfnUserPoolGroup(scope, `Group-${groupName}`, { userPoolId: pool.userPoolId, groupName, description });
  }
  const domain = pool.addDomain('SignIn', {
    cognitoDomain: { domainPrefix: `skytape-${stage.name}-${Aws.ACCOUNT_ID}` },
    managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
  });
  const client = consoleClient(pool, origin);
  return {
    authorizer: new HttpJwtAuthorizer('Tokens', pool.userPoolProviderUrl, { jwtAudience: [client.userPoolClientId] }),
    issuer: pool.userPoolProviderUrl,
    signInUrl: stage.signInUrl ?? `https://${domain.domainName}.auth.${Aws.REGION}.amazoncognito.com`,
    clientId: client.userPoolClientId,
    userPoolId: pool.userPoolId,
  };
}

function userPool(scope: Construct, stage: Stage): UserPool {
  const pool = new UserPool(scope, 'Users', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.ESSENTIALS,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    customAttributes: { tenant: new StringAttribute({ minLen: 1, maxLen: 40, mutable: true }) },
    deletionProtection: stage.keepData,
    removalPolicy: removalOf(stage),
  });
  acknowledgeUserPoolTier(pool);
  return pool;
}

/** A browser holds no secret: authorisation code with PKCE. Nobody can write their own tenant. */
function consoleClient(pool: UserPool, origin: string): UserPoolClient {
  return pool.addClient('Console', {
    generateSecret: false,
    preventUserExistenceErrors: true,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
      callbackUrls: [`${origin}/`],
      logoutUrls: [`${origin}/`],
    },
    readAttributes: new ClientAttributes().withStandardAttributes({ email: true }).withCustomAttributes('tenant'),
    writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(7),
  });
}
