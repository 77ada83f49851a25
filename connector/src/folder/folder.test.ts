import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFolder } from './folder.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-folder-'));
  cpSync(fileURLToPath(new URL('../../../packages/sample-org/company', import.meta.url)), dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));

const settings = (text: string): void => writeFileSync(join(dir, 'settings.yaml'), text);

describe('settings', () => {
  test('name the as-of date, segments and fields of the org', () => {
    settings(
      'asOf: 2026-04-13\nsegments:\n  by: Account.Enrollment__c\n  ranges:\n    - { id: district, from: 5000 }\ncoaching:\n  fields: { discount: Discount__c }\n',
    );
    expect(readFolder(dir).settings).toEqual({
      asOf: '2026-04-13',
      segments: { by: 'Account.Enrollment__c', ranges: [{ id: 'district', from: 5000 }] },
      coaching: { fields: { discount: 'Discount__c' } },
    });
  });

  test.each([
    ['a key that is none', 'asof: 2026-04-13\n', /settings\.yaml:1:1: asof: unknown key "asof"\. Did you mean "asOf"/],
    ['a date that is none', 'asOf: soon\n', /settings\.yaml:1:1: asOf: "soon" is not a date/],
    ['no range', 'segments:\n  ranges: []\n', /settings\.yaml:2:3: .*Name at least one segment/],
    [
      'a bound that is no number',
      'segments:\n  ranges:\n    - { id: a, from: many }\n',
      /settings\.yaml:3:16: .*"many" stands here\. Write a number/,
    ],
    ...['javascript:alert(1)', 'data:text/html,x', 'JavaScript://example.com/%0Aalert(1)', ' https://example.com'].map(
      (url): [string, string, RegExp] => [
        `training at "${url}"`,
        `coaching:\n  training:\n    overdue: { title: Dates, url: "${url}" }\n`,
        /settings\.yaml:3:30: coaching\.training\.overdue\.url: ".*" is not an address that begins with https:\/\/\. Write .* such as https:/,
      ],
    ),
  ])('with %s say where', (_, text, says) => {
    settings(text);
    expect(() => readFolder(dir)).toThrow(says);
  });

  test('may be empty', () => {
    settings('# nothing yet\n');
    expect(readFolder(dir).settings).toEqual({});
  });
});
