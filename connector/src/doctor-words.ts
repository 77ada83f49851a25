// What is lost without a field that plans do not need, in words.

const losses: Readonly<Record<string, string>> = {
  Probability: 'forecasts take the chance of a deal from its stage alone',
  ForecastCategoryName: 'forecasts have no categories',
  LastActivityDate: 'flags do not tell deals that nobody works on',
  LastStageChangeDate: 'flags do not tell deals that stand still',
  PushCount: 'flags do not tell deals that are put off again and again',
  NextStep: 'flags do not tell deals without a next step',
  CreatedDate: 'flags do not tell deals that are older than others',
  Type: 'pages do not show the type of a deal',
  'Account.NumberOfEmployees': 'deals have no segment by size',
  Title: 'pages do not show titles of people',
  Division: 'teams are not told apart by division',
};

/** What is lost without a field. */
export const lostWithout = (field: string): string => losses[field] ?? 'pages and flags leave it out';
