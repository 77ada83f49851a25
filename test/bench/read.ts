// The figures of reading the CRM: decoding what an org answers.
import type { Figure } from './measure.ts';
import { racesOf } from './races.ts';

export const read = async (): Promise<Figure[]> => racesOf('read-race.ts', ['csv', 'json']);
