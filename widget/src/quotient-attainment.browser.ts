// What a rep's home says: the figures of the calculation in every case, its states, and the way from a figure to its trace.
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { of, withUnknownTiers } from '../test/book.ts';
import { caseOf, homeOf } from '../test/home-book.ts';
import { attainmentOn, clear, expectAccessible, heard, nextFrame, overflowing, text, until } from '../test/page.ts';
import type { Question } from './element.ts';

const priya = homeOf('Priya Nair');
const money = (value: string, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(value as `${number}`);
const clean = (node: Element | null | undefined): string => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** What the payment period says, by its labels. */
const paid = (section: Element): Map<string, string> =>
  new Map(
    [...section.querySelectorAll('.pay dl > div')].map((row) => [
      clean(row.querySelector('dt')),
      clean(row.querySelector('dd .why')),
    ]),
  );
const whyOf = (root: ShadowRoot, shown: string): HTMLButtonElement => {
  const found = [...root.querySelectorAll<HTMLButtonElement>('.why')].find((one) => clean(one) === shown);
  if (!found) throw new Error(`No figure says ${shown}.`);
  return found;
};

describe('quotient-attainment', () => {
  afterEach(clear);

  it('says where a rep stands, what is paid, and what is likely', async () => {
    const { root, element } = await attainmentOn({ snapshot: priya });
    await until(() => root.querySelector('.likely .band'));
    const shown = text(root);
    for (const part of [
      'Priya Nair',
      'as of Apr 13, 2026',
      '96% of $300,000',
      '$45,303 ahead of pace, which is 80.9% today',
      '$23,040.00 earned',
      '$23,040.00 in FY26 so far',
      'Commission Q1 FY26',
      '$288,000 / $300,000',
      'Pay for Apr 2026',
      'on May 15, 2026',
      'In 8 of 10 outcomes it is between',
      'Chance to reach the Q1 FY26 quota of Commission: 50%',
      'Open deals weighed: 2',
      'Globex renewal',
      'Past statements: 2',
    ])
      expect(shown).to.include(part);
    await expectAccessible(element);
  });

  it('keeps plans of two currencies apart', async () => {
    const { root } = await attainmentOn({ snapshot: priya });
    const plans = [...root.querySelectorAll('.plan')];
    expect(plans.map((one) => one.ariaLabel)).to.have.members(['Account Executive', 'Account Executive Europe']);
    for (const one of plans) {
      const isEuro = one.ariaLabel === 'Account Executive Europe';
      expect(one.textContent.includes('$')).to.equal(!isEuro);
      expect(one.textContent.includes('€')).to.equal(isEuro);
    }
  });

  for (const name of [
    'example',
    'holdback',
    'holdback-collected',
    'clawback',
    'recoverable-draw',
    'non-recoverable-draw',
    'limit-and-holdback',
    'plan-in-yen',
    'ratio-win-rate',
    'blend',
    'count-per-unit',
    'gate-opens',
    'settle-at-end',
    'manager-rollup',
    'adjustments',
    'huge-amount',
    'ramp-to-zero',
  ]) {
    it(`says the figures of the case "${name}" to the cent`, async () => {
      const { snapshots, statements } = await caseOf(name);
      let compared = 0;
      for (const snapshot of snapshots) {
        const { root } = await attainmentOn({ snapshot, today: snapshot.asOf });
        for (const { plan } of snapshot.plans) {
          const mine = statements.filter((one) => one.payee === snapshot.payee.Id && one.plan === plan.id);
          const section = [...root.querySelectorAll('.plan')].find((one) => one.ariaLabel === plan.name);
          const title = clean(section?.querySelector('.pay h3'));
          const last = mine.at(-1);
          if (!section || !last || title === '') continue;
          const told = paid(section);
          expect(told.get('Earned')).to.equal(money(last.earned, plan.currency));
          expect(told.get('Held back')).to.equal(money(last.held, plan.currency));
          expect(told.get('Owed after it')).to.equal(money(last.debt, plan.currency));
          expect(told.get('Payable')).to.equal(money(last.payable, plan.currency));
          const earned = [...section.querySelectorAll('.parts .line b .why')].map(clean);
          expect(earned).to.deep.equal(
            last.components.map(({ earnedInWindow }) => money(earnedInWindow, plan.currency)),
          );
          const past = [...section.querySelectorAll('.past tbody tr')].map((row) => clean(row.querySelector('td')));
          expect(past).to.deep.equal(
            mine
              .slice(0, -1)
              .map((one) => money(one.earned, plan.currency))
              .reverse(),
          );
          compared++;
        }
        clear();
      }
      expect(compared).to.be.greaterThan(0);
    });
  }

  it('opens the way of a figure, hands it to who is asked, and goes back by keyboard', async () => {
    const { root } = await attainmentOn({ snapshot: priya });
    const figure = whyOf(root, '$23,040.00');
    figure.focus();
    await sendKeys({ press: 'Enter' });
    const panel = await until(() => root.querySelector('.panel .trace') && root.querySelector('.panel'));
    expect(figure.ariaExpanded).to.equal('true');
    expect(text(root)).to.include('$288,000.00');
    expect(root.activeElement?.tagName).to.equal('H3');
    const asked = heard('quotientask');
    panel.querySelector<HTMLButtonElement>('.action')?.click();
    const { detail, composed, bubbles } = (await asked) as CustomEvent<Question>;
    expect([composed, bubbles]).to.deep.equal([true, true]);
    expect(JSON.parse(JSON.stringify(detail))).to.deep.equal(detail);
    expect(detail.figure?.value).to.equal('23040.00');
    expect(detail.payee).to.equal(priya.payee.Id);
    expect(detail.subject).to.include('$23,040.00');
    expect(detail.trace[0]).to.match(/= \$23,040\.00$/);
    expect(detail.trace.length).to.be.greaterThan(3);
    const opened = heard('quotientselect');
    panel.querySelector<HTMLButtonElement>('.trace .link')?.click();
    expect(((await opened) as CustomEvent<{ record: string }>).detail.record).to.match(/^006/);
    await sendKeys({ press: 'Escape' });
    await until(() => root.activeElement === figure);
    expect(root.querySelector('.panel')).to.equal(null);
  });

  it('every figure leads to a trace or says where its lines are', async () => {
    const { root, element } = await attainmentOn({ snapshot: priya });
    const count = root.querySelectorAll('.why').length;
    expect(count).to.be.greaterThan(12);
    for (let i = 0; i < count; i++) {
      root.querySelectorAll<HTMLButtonElement>('.why')[i]?.click();
      await until(() => root.querySelector('.panel .action'));
      expect(root.querySelector('.panel .notice')).to.equal(null);
      root.querySelector<HTMLButtonElement>('.panel .head .link')?.click();
      await element.updateComplete;
    }
  });

  it('a year leads to its payment periods, which add up to it', async () => {
    const { root } = await attainmentOn({ snapshot: priya });
    const figure = root.querySelector<HTMLButtonElement>('.pair .mut .why');
    expect(clean(figure)).to.equal('$23,040.00');
    figure?.click();
    const panel = await until(() => root.querySelector('.panel .trace') && root.querySelector('.panel'));
    expect(clean(panel.querySelector('h3'))).to.include('Earned, FY26: $23,040.00');
    const asked = heard('quotientask');
    panel.querySelector<HTMLButtonElement>('.action')?.click();
    const { detail } = (await asked) as CustomEvent<Question>;
    const [total = '', ...periods] = detail.trace;
    const cents = (line: string): number => Number((/= \$([\d,]+\.\d\d)$/.exec(line)?.[1] ?? '').replace(/\D/g, ''));
    expect(cents(total)).to.equal(2_304_000);
    expect(periods.length).to.equal(1 + (figure?.closest('.plan')?.querySelectorAll('.past tbody tr').length ?? 0));
    expect(periods.reduce((sum, line) => sum + cents(line), 0)).to.equal(2_304_000);
  });

  it('what a gate withholds leads to the gate', async () => {
    const { snapshots } = await caseOf('holdback-behind-a-gate');
    const { root } = await attainmentOn({ snapshot: snapshots.find(({ payee }) => payee.Name === 'Ann') });
    const figure = await until(() => root.querySelector<HTMLButtonElement>('.parts p:last-child .why'));
    figure.click();
    const panel = await until(() => root.querySelector('.panel .trace') && root.querySelector('.panel'));
    expect(clean(panel.querySelector('h3'))).to.match(/withheld: \$2,000\.00$/);
    expect(clean(panel.querySelector('.trace'))).to.match(/withheld until .+ reaches its gate/);
  });

  it('opens a deal that moves the forecast, and asks about the band', async () => {
    const { root } = await attainmentOn({ snapshot: priya });
    const deal = await until(() => root.querySelector<HTMLButtonElement>('.movers .link'));
    const opened = heard('quotientselect');
    deal.click();
    expect((await opened).detail).to.deep.equal({ record: '006GLOBEX' });
    const asked = heard('quotientask');
    root.querySelector<HTMLButtonElement>('.likely .action')?.click();
    const { detail } = (await asked) as CustomEvent<Question>;
    expect(detail.trace.join('\n')).to.include('Globex renewal');
    expect(detail.figure?.unit).to.equal('USD');
  });

  for (const [name, snapshot, says, never] of [
    ['nothing is published', null, 'No figures for you yet', '$'],
    ['it is of another version', { ...priya, version: '2.0' }, 'This can’t be said yet', '$'],
    ['it is broken', { ...priya, plans: 'none' }, 'This can’t be said yet', '$'],
    ['a tier type is unknown', withUnknownTiers(priya), 'does not know "progressive" as type', '$'],
    [
      'a plan of it is broken',
      { ...priya, plans: [{ ...priya.plans[0], credits: { bookings: 7 } }] },
      'This can’t',
      '$',
    ],
    ['no plan is in force', { ...priya, plans: [] }, 'No plan is in force', '$'],
    ['there is no quota', of('Nina Unset'), 'no quota', 'of pace'],
    ['no open deal counts', of('Nina Unset'), 'Nina Unset', 'NaN'],
  ] as const) {
    it(`says that ${name}`, async () => {
      const { root, element } = await attainmentOn({ snapshot });
      expect(text(root)).to.include(says);
      expect(text(root)).not.to.include(never);
      await expectAccessible(element);
    });
  }

  it('says that there is no forecast where an earlier connector has published, and keeps the other figures', async () => {
    for (const [forecast, says] of [
      [undefined, 'published by an earlier version of the connector'],
      [{ plans: [{}] }, 'a part of one'],
    ]) {
      const { root, element } = await attainmentOn({ snapshot: { ...priya, forecast } });
      expect(text(root)).to.include(says);
      expect(text(root)).to.include('$23,040.00');
      await expectAccessible(element);
    }
  });

  it('says that it is loading, and takes the place of what comes', async () => {
    const { root, element } = await attainmentOn({ snapshot: undefined });
    expect(root.querySelector('[role=progressbar]')?.ariaLabel).to.include('Loading');
    expect(element.offsetHeight).to.be.greaterThan(300);
    await expectAccessible(element);
  });

  it('says since when it is old, and asks for fresh figures', async () => {
    const { root } = await attainmentOn({ snapshot: priya, today: '2026-05-30' });
    expect(text(root)).to.include('as of Apr 13, 2026, 47 days ago');
    const asked = heard('quotientrefresh');
    root.querySelector<HTMLButtonElement>('.notice .link')?.click();
    expect((await asked).detail).to.deep.equal({ asOf: '2026-04-13' });
  });

  it('forgets a figure’s way when the snapshot is another one', async () => {
    const { root, element } = await attainmentOn({ snapshot: priya });
    whyOf(root, '$23,040.00').click();
    await until(() => root.querySelector('.panel'));
    element.snapshot = of('Tom Becker');
    await element.updateComplete;
    expect(root.querySelector('.panel')).to.equal(null);
    expect(text(root)).to.include('Tom Becker');
  });

  for (const width of [240, 320, 560, 860]) {
    it(`stays inside ${width} pixels`, async () => {
      const { root, element } = await attainmentOn({ snapshot: priya }, width);
      await until(() => root.querySelector('.likely .band'));
      root.querySelector<HTMLElement>('.past > summary')?.click();
      whyOf(root, '$23,040.00').click();
      await until(() => root.querySelector('.panel .trace'));
      await nextFrame();
      expect(overflowing(element, root)).to.deep.equal([]);
      await expectAccessible(element);
    });
  }

  it('stays inside from right to left, and is as accessible in the dark', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    document.documentElement.dir = 'rtl';
    try {
      const { element, root } = await attainmentOn({ snapshot: priya }, 380);
      await until(() => root.querySelector('.likely .band'));
      expect(overflowing(element, root)).to.deep.equal([]);
      await expectAccessible(element);
    } finally {
      document.documentElement.dir = '';
      await emulateMedia({ colorScheme: 'light' });
    }
  });

  it('stands still where motion is not wanted', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    try {
      const { root } = await attainmentOn({ snapshot: undefined });
      expect(getComputedStyle(root.querySelector('.bone') as Element).animationName).to.equal('none');
    } finally {
      await emulateMedia({ reducedMotion: 'no-preference' });
    }
  });

  it('takes the colours of its page', async () => {
    document.documentElement.style.setProperty('--slds-g-color-surface-container-1', 'rgb(1, 2, 3)');
    try {
      const { root } = await attainmentOn({ snapshot: priya });
      expect(getComputedStyle(root.querySelector('.card') as Element).backgroundColor).to.equal('rgb(1, 2, 3)');
    } finally {
      document.documentElement.style.removeProperty('--slds-g-color-surface-container-1');
    }
  });

  it('speaks German', async () => {
    const { root } = await attainmentOn({ snapshot: priya, locale: 'de' });
    await until(() => root.querySelector('.likely .band'));
    for (const part of [
      'über dem Soll',
      'Vergütung für Apr',
      'Einbehalten',
      'Zahlbar',
      'In 8 von 10 Fällen',
      '23.040,00 $',
    ])
      expect(text(root)).to.include(part);
  });
});
