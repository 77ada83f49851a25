// The figures of what pages ask of snapshots: estimates, forecasts, flags and teams.
import type { Figure } from './measure.ts';
import { racesOf } from './races.ts';

export const insight = async (): Promise<Figure[]> =>
  racesOf('insight-race.ts', ['estimate', 'forecast', 'flags', 'team']);
