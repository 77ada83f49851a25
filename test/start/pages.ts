// The pages on a port of their own: Vite serves them, requests for the org go through to it, people are listed without tokens.
import { fileURLToPath } from 'node:url';
import { ConnectorError, exitCode } from '@quotient/sf-plugin';
import type { SampleOrg } from '@quotient/sample-org';
import { createServer, type Plugin } from 'vite';

const preferred = 5173;

/** Nothing but what the pages come with, and the org behind the same address. The one policy by name is lit's, for its templates. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/**
 * Serves the pages in widget/pages for an org.
 * @throws ConnectorError where a port was asked for and is taken; without one the next free port is used.
 */
export async function servePages(
  org: SampleOrg,
  port: number | undefined,
  manager: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const people: Plugin = {
    name: 'people',
    configureServer(server) {
      server.middlewares.use('/people.json', (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify(
            org.users.map(({ name, username, role, title, id }) => ({
              name,
              username,
              role,
              title,
              id,
              suggested: username === manager,
            })),
          ),
        );
      });
    },
  };
  const server = await createServer({
    root: fileURLToPath(new URL('../../widget/pages', import.meta.url)),
    configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
    logLevel: 'silent',
    server: {
      host: '127.0.0.1',
      port: port ?? preferred,
      strictPort: port !== undefined && port !== 0,
      headers: { 'content-security-policy': policy },
      proxy: { '/services': { target: org.url, changeOrigin: true } },
    },
    plugins: [people],
  });
  try {
    await server.listen();
  } catch (error) {
    await server.close();
    if (/already in use/.test((error as Error).message))
      throw new ConnectorError('port-in-use', exitCode.usage, `Port ${port ?? preferred} is in use on this machine.`, [
        'Stop what listens there, or choose another with npm start -- --port PORT (0 takes a free one).',
      ]);
    throw error;
  }
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
