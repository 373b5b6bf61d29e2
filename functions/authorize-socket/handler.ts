import * as z from 'zod';
import { connectAuthorizer } from '../../shared/adapters/aws/sockets/connect-authorizer.ts';

const Environment = z.object({ TOKEN_ISSUER: z.url(), CLIENT_ID: z.string().min(1) });
const { TOKEN_ISSUER, CLIENT_ID } = Environment.parse(process.env);

export const handler = connectAuthorizer({ issuer: TOKEN_ISSUER, audience: CLIENT_ID });
