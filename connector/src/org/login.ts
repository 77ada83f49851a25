// Which org to talk to: an alias or username of the Salesforce CLI, or address and token from the environment.
import { ConnectorError, exitCode } from '../error.ts';
import type { Login } from './session.ts';

const remedy =
  'Name an org with -o ALIAS (log in first: sf org login web --alias ALIAS), or set QUOTIENT_INSTANCE_URL and QUOTIENT_ACCESS_TOKEN.';

/** @throws ConnectorError (77) where there is no login. */
export async function logIn(org: string | undefined, env: NodeJS.ProcessEnv = process.env): Promise<Login> {
  const { QUOTIENT_INSTANCE_URL: instanceUrl, QUOTIENT_ACCESS_TOKEN: accessToken } = env;
  if (org === undefined && instanceUrl && accessToken) {
    if (!URL.canParse(instanceUrl))
      throw new ConnectorError('bad-url', exitCode.usage, 'QUOTIENT_INSTANCE_URL is no address.', [
        'Write it like https://example.my.salesforce.com.',
      ]);
    return { instanceUrl, accessToken, name: new URL(instanceUrl).host };
  }
  const { Org } = await import('@salesforce/core');
  try {
    const found = await Org.create(org === undefined ? {} : { aliasOrUsername: org });
    await found.refreshAuth().catch(() => undefined);
    const connection = found.getConnection();
    if (!connection.accessToken) throw new Error('it has no access token');
    return {
      instanceUrl: connection.instanceUrl,
      accessToken: connection.accessToken,
      name: org ?? found.getUsername() ?? connection.instanceUrl,
      refresh: async () => {
        // What another process of the CLI got meanwhile stands in its store.
        const again = await Org.create(org === undefined ? {} : { aliasOrUsername: org });
        await again.refreshAuth();
        const token = again.getConnection().accessToken;
        if (!token) throw new Error('it has no access token');
        return token;
      },
    };
  } catch (error) {
    throw new ConnectorError(
      'no-login',
      exitCode.permission,
      `${org ? `There is no usable login for "${org}"` : 'No org was named'}: ${(error as Error).message}`,
      [remedy],
    );
  }
}
