// lightning/refresh: the page's own refresh asks whoever is registered.
import { thePage } from './person.ts';

let last = 0;

export function registerRefreshHandler(_component: object, handler: () => unknown): number {
  thePage().refreshers.set(++last, handler);
  return last;
}

export const unregisterRefreshHandler = (id: number): unknown => thePage().refreshers.delete(id);
