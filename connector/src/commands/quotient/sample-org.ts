import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Flags } from '@salesforce/sf-plugins-core';
import { bareFailure, messagesOf, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';

const messages = messagesOf('quotient.sample-org');

export default class SampleOrgCommand extends QuotientCommand<void> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly enableJsonFlag = false;
  static override readonly flags = {
    data: Flags.string({ summary: messages.getMessage('flags.data.summary') }),
    scale: Flags.string({ summary: messages.getMessage('flags.scale.summary'), exclusive: ['data'] }),
    bare: Flags.boolean({ summary: messages.getMessage('flags.bare.summary') }),
    store: Flags.string({ summary: messages.getMessage('flags.store.summary') }),
    'connected-app': Flags.string({
      summary: messages.getMessage('flags.connected-app.summary'),
      multiple: true,
      default: [],
    }),
    faults: Flags.boolean({ summary: messages.getMessage('flags.faults.summary') }),
    port: Flags.string({ summary: messages.getMessage('flags.port.summary'), default: '6109' }),
    json: Flags.boolean({ summary: messages.getMessage('flags.json.summary') }),
  };

  protected async answer(): Promise<void> {
    const { flags } = await this.parse(SampleOrgCommand);
    try {
      const port = Number(flags.port);
      if (!/^\d+$/.test(flags.port) || port > 65_535)
        throw new ConnectorError('bad-port', exitCode.usage, `--port is "${flags.port}".`, [
          'Write a number from 0 to 65535; 0 takes a free one.',
        ]);
      const scale = flags.scale === undefined ? undefined : Number(flags.scale);
      if (scale !== undefined && !/^[1-9]\d*$/.test(flags.scale ?? ''))
        throw new ConnectorError('bad-scale', exitCode.usage, `--scale is "${flags.scale}".`, [
          'Write how many opportunities the company has, such as 100000.',
        ]);
      const { startSampleOrg } = await import('@quotient/sample-org');
      const org = await startSampleOrg({
        port,
        data: flags.data,
        scale,
        store: flags.store,
        faults: flags.faults,
        apps: flags['connected-app'].map(appOf),
        metadata: flags.bare ? undefined : packageDirectory(),
      });
      if (flags.json)
        this.log(
          JSON.stringify({
            url: org.url,
            users: org.users.map(({ username, id, role, accessToken }) => ({ username, id, role, accessToken })),
          }),
        );
      else {
        this.log(
          `Sample org: ${org.url}\n\n${org.users.map(({ username, role, accessToken }) => `${username} (${role})\n  ${accessToken}`).join('\n')}`,
        );
        this.log(
          `\nLog in with the CLI:\n  SF_ACCESS_TOKEN='${org.users[0]?.accessToken ?? ''}' sf org login access-token --instance-url ${org.url} --alias sample --no-prompt\nor without it:\n  export QUOTIENT_INSTANCE_URL=${org.url} QUOTIENT_ACCESS_TOKEN='${org.users[0]?.accessToken ?? ''}'\n\nCtrl-C stops it.`,
        );
      }
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      await org.close();
      process.exit(0);
    } catch (error) {
      bareFailure(error, flags.json);
    }
  }
}

/** An app by its consumer key and the file of its certificate. @throws ConnectorError (2) */
function appOf(text: string): { consumerKey: string; certificate: string } {
  const [, consumerKey, file] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const bad = (why: string): ConnectorError =>
    new ConnectorError('bad-app', exitCode.usage, `--connected-app is "${text}": ${why}.`, [
      'Write the consumer key, "=" and the file of the certificate, such as quotient=server.crt.',
    ]);
  if (consumerKey === undefined || file === undefined) throw bad('that is no key and file');
  try {
    return { consumerKey, certificate: readFileSync(file, 'utf8') };
  } catch (error) {
    throw bad(`the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

/** Our package, so that the org has our objects: beside the plugin in the repository, inside of it once published. */
export function packageDirectory(): string | undefined {
  const candidates = ['../../../../manifests/force-app/main/default', '../../../manifests/force-app/main/default'];
  return candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
}
