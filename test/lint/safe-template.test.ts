// The rule for templates: what Lightning Web Security keeps and what it drops.
import { describe, expect, test } from 'vitest';
import { problemsOf } from './safe-template.ts';

const template = (texts: TemplateStringsArray, ..._expressions: unknown[]): readonly string[] => texts.raw;

const safe: [name: string, texts: readonly string[]][] = [
  ['text children', template`<p>${1} and ${2}</p>`],
  ['a property, a boolean and an event', template`<input .value=${1} ?disabled=${2} @input=${3} />`],
  ['a property in quotes', template`<p .className="${1}">x</p>`],
  ['static attributes of all kinds', template`<p class="a" style="width:1px" aria-label="b">${1}</p>`],
  ['text with an arrow', template`<p>a > b ${1} < c</p>`],
  ['children behind a static attribute without quotes', template`<td colspan=2>${1}</td>`],
  ['a list between elements', template`<ul>${1}</ul><p>${2}</p>`],
];

const unsafe: [name: string, texts: readonly string[], expression: number, message: RegExp][] = [
  ['an attribute', template`<p class=${1}>x</p>`, 0, /\.className=/],
  ['an attribute in quotes', template`<p class="a ${1}">x</p>`, 0, /class=/],
  ['the second expression of an attribute', template`<p title="${1} ${2}">x</p>`, 1, /title=/],
  ['an ARIA attribute', template`<p .id=${1} aria-label=${2}>x</p>`, 1, /aria-label=/],
  ['SVG geometry', template`<svg><rect width=${1} /></svg>`, 0, /width=/],
  ['an element expression', template`<p ${1}>x</p>`, 0, /element position/],
  ['a slot', template`<slot></slot>`, -1, /<slot>/],
  ['a dialog', template`<dialog>${1}</dialog>`, -1, /<dialog>/],
  ['a comment', template`<p><!-- ${1} --></p>`, 0, /comment/],
];

describe('safe templates', () => {
  test.each(safe)('%s', (_name, texts) => expect(problemsOf(texts)).toEqual([]));
  test.each(unsafe)('not %s', (_name, texts, expression, message) => {
    const [problem] = problemsOf(texts).filter((one) => one.expression === expression);
    expect(problem?.message).toMatch(message);
  });
});
