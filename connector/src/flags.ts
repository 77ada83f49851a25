// Flags in a terminal: what to act on today, each with its evidence and next step, then what else was found.
import type { Flags } from '@quotient/calc';
import { money } from './render.ts';

/** The flags of one person, in words. */
export function flagsText(name: string, { cannotSay, flags, more, diagnostics }: Flags): string {
  if (cannotSay) return `${name}\n  Cannot say: ${cannotSay.message}`;
  return [
    name,
    ...(flags.length === 0 ? ['  Nothing to act on today.'] : []),
    ...flags.flatMap(({ title, message, atStake, nextStep, training, severity }, i) => [
      `  ${i + 1}. ${title}${atStake ? `, ${money(atStake.amount, atStake.currency)} at stake` : ''} (${severity})`,
      `     ${message}`,
      `     Next: ${nextStep}`,
      ...(training ? [`     Training: ${training.title}, ${training.url}`] : []),
    ]),
    ...(more.length > 0
      ? [`  Later: ${more.map(({ title, subject }) => `${title} (${subject.name})`).join('; ')}`]
      : []),
    ...diagnostics.map(({ message }) => `  Not looked at: ${message}`),
  ].join('\n');
}
