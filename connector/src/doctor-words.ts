// What is lost without a field that plans do not need, in words.
import type { Settings } from '@quotient/calc';

const losses: Readonly<Record<string, string>> = {
  Probability: 'forecasts take the chance of a deal from its stage alone',
  ForecastCategoryName: 'forecasts have no categories',
  LastActivityDate: 'flags do not tell deals that nobody works on',
  LastStageChangeDate: 'flags do not tell deals that stand still',
  PushCount: 'flags do not tell deals that are put off again and again',
  NextStep: 'flags do not tell deals without a next step',
  CreatedDate: 'flags do not tell deals that are older than others',
  Type: 'pages do not show the type of a deal',
  Title: 'pages do not show titles of people',
  Division: 'teams are not told apart by division',
};

/** What is lost without a field of deals or people: what the settings read it for, else what pages and flags do. */
export function lostWithout(field: string, { segments, coaching }: Settings): string {
  if (field === (segments?.by ?? 'Account.NumberOfEmployees')) return 'deals have no segment';
  const read = Object.entries(coaching?.fields ?? {}).find(([, name]) => name === field)?.[0];
  if (read !== undefined) return `flags that read the ${read} of a deal are not raised`;
  return losses[field] ?? 'pages and flags leave it out';
}
