import { expect, test } from 'vitest';
import { isZero } from './zero.ts';

test.each(['0', '0.00', '-0.00', '000'])('%s is nothing', (text) => expect(isZero(text)).toBe(true));
test.each(['0.01', '-1', '10'])('%s is something', (text) => expect(isZero(text)).toBe(false));
