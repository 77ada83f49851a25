// What no document may hold, whatever its schema: keys that would reach a prototype, and nesting without end.
import { collect, type Path } from './error.ts';

/** Nothing that a plan or a book says needs more levels. */
const deepest = 64;

interface Place {
  readonly value: object;
  readonly depth: number;
  readonly key: string | number;
  readonly around: Place | null;
}

/**
 * Refuses keys named `__proto__`, values nested deeper than 64 levels or into themselves, and objects that are no plain
 * ones. Records are not walked: they
 * are read field by field.
 * @throws QuotientError `reserved-key`, `too-deep`, `wrong-type`.
 */
export function refuseTraps(document: unknown, at: Path = []): void {
  if (typeof document !== 'object' || document === null) return;
  collect((report) => {
    const seen = new Set<object>();
    const waiting: Place[] = [{ value: document, depth: 0, key: '', around: null }];
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      const { value, depth } = place;
      if (Object.hasOwn(value, '__proto__'))
        report(
          [...pathOf(place), '__proto__'],
          'reserved-key',
          '"__proto__" cannot be the name of anything.',
          'Give it another name.',
        );
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      if (kind !== 'Object' && kind !== 'Array') {
        report(pathOf(place), 'wrong-type', `A ${kind} stands here.`, 'Write text, a number, a list or an object.');
        continue;
      }
      const turns = seen.has(value);
      if (depth > deepest || (turns && holdsItself(place))) {
        report(
          pathOf(place),
          'too-deep',
          `This lies deeper than ${deepest} levels, or inside itself.`,
          'Write it flatter.',
        );
        return;
      }
      if (turns) continue;
      seen.add(value);
      if (depth === 1 && place.key === 'records') continue;
      for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value))
        if (typeof inner === 'object' && inner !== null)
          waiting.push({ value: inner as object, depth: depth + 1, key, around: place });
    }
  }, at);
}

function holdsItself({ value, around }: Place): boolean {
  for (let place = around; place; place = place.around) if (place.value === value) return true;
  return false;
}

function pathOf(place: Place): Path {
  const path: (string | number)[] = [];
  for (let one = place; one.around; one = one.around) path.unshift(one.key);
  return path;
}
