// The flags and the words of commands that publish.
import { Flags } from '@salesforce/sf-plugins-core';
import { messagesOf, type QuotientCommand } from '../command.ts';
import { exitCode } from '../error.ts';
import type { Publishing } from './publishing.ts';
import { remedyFor } from './readable.ts';

const messages = messagesOf('publishing');

export const publishFlags = {
  'keep-others': Flags.boolean({ summary: messages.getMessage('flags.keep-others.summary') }),
  'accept-loss': Flags.boolean({ summary: messages.getMessage('flags.accept-loss.summary') }),
};

/** How many differences are shown to people; all of them stand in the JSON. */
const shown = 20;

/** Tells what was written; who may not read what is theirs is a warning, and the command ends with exit code 78. */
export function tellPublished(command: Pick<QuotientCommand<unknown>, 'log' | 'warn'>, result: Publishing): void {
  for (const line of publishedInWords(result)) command.log(line);
  const { unread } = result;
  if (unread.length === 0) return;
  const names = unread.map(({ name }) => name).join(', ');
  command.warn(messages.getMessage('unread', [names, remedyFor(unread)]));
  process.exitCode = exitCode.missing;
}

/** What was written, in sentences. */
function publishedInWords(result: Publishing): string[] {
  const { created, updated, removed, unchanged, shared, run, by, dryRun, differences, kept, gone } = result;
  const counts = [
    `${dryRun ? 'Would create' : 'Created'} ${created.length}`,
    `${dryRun ? 'would update' : 'updated'} ${updated.length}`,
    `${dryRun ? 'would remove' : 'removed'} ${removed.length}`,
    `left ${unchanged} as they are`,
  ].join(', ');
  const lines = [`${counts}${by === 'Bulk' ? ', by bulk jobs' : ''}${run === null ? '' : `; run ${run}`}`];
  const [given, ended] = shared;
  if (given + ended > 0) lines.push(messages.getMessage(dryRun ? 'would-share' : 'shared', [given, ended]));
  for (const one of differences.slice(0, shown)) {
    const [was, is] = one.earned;
    const [wasPayable, isPayable] = one.payable;
    lines.push(
      `  ${one.name}, ${one.plan}: earned ${was ?? 'nothing'} → ${is ?? 'nothing'}, payable ${wasPayable ?? 'nothing'} → ${isPayable ?? 'nothing'} ${one.currency}`,
    );
  }
  if (differences.length > shown) lines.push(`  and ${differences.length - shown} more: see --json`);
  if (kept > 0) lines.push(messages.getMessage('left-out', [kept]));
  if (gone.length > 0) lines.push(messages.getMessage('gone', [gone.join(', ')]));
  return lines;
}
