// What coaching says: flags with evidence and a next step in their order, of one person and of a team, and good words where there is none.
import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import { flags, publication, type FlagId, type Snapshot } from '@quotient/calc';
import { withUnknownTiers } from '../test/book.ts';
import { homeOf, homes, unpublished } from '../test/home-book.ts';
import { clear, coachingOn, expectAccessible, heard, lostError, overflowing, text, until } from '../test/page.ts';
import type { Question } from './element.ts';
import { QuotientCoaching } from './quotient-coaching.ts';

const priya = homeOf('Priya Nair');
const first = (root: ShadowRoot): Promise<Element> => until(() => root.querySelector('.flag'));
const titles = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('.flag h3')].map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim());

describe('quotient-coaching', () => {
  afterEach(clear);

  it('says the flags of the calculation in their order, with money at stake, next step and training', async () => {
    const { root, element } = await coachingOn({ snapshot: priya });
    await first(root);
    const said = flags(priya);
    expect(said.flags.length).to.be.greaterThan(1);
    expect(titles(root).map((one) => one.replace(/ (act now|watch|good to know)$/, ''))).to.deep.equal(
      said.flags.map(({ title }) => title),
    );
    const shown = text(root);
    for (const part of [
      'Worth your time today',
      'as of Apr 13, 2026',
      'Initech platform',
      'at stake',
      'Next step:',
      'Training: Dates that hold',
    ])
      expect(shown).to.include(part);
    expect(shown).to.include('should have closed on Apr 6, 2026, 7 days ago');
    const link = root.querySelector<HTMLAnchorElement>('a.action');
    expect([link?.href, link?.rel]).to.deep.equal(['https://example.com/dates', 'noopener noreferrer']);
    await expectAccessible(element);
  });

  it('never links to what is no address of the web', async () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', ' javascript:alert(1)//https://', 'http://a.b', '']) {
      const training = { overdue: { title: 'Run this', url } };
      const { root } = await coachingOn({ snapshot: { ...priya, coaching: { ...priya.coaching, training } } });
      await first(root);
      expect(root.querySelectorAll('a'), url).to.have.length(0);
    }
  });

  it('shows what a flag rests on', async () => {
    const { root, element } = await coachingOn({ snapshot: priya });
    const flag = await first(root);
    flag.querySelector<HTMLElement>('summary')?.click();
    await element.updateComplete;
    const rows = [...flag.querySelectorAll('.rests dl > div')];
    const { evidence, benchmark } = flags(priya).flags[0] ?? { evidence: [], benchmark: null };
    expect(rows).to.have.length(evidence.length + (benchmark ? 1 : 0));
    expect(rows[0]?.textContent).to.include(evidence[0]?.label);
    await expectAccessible(element);
  });

  it('opens the record, and asks about a flag with all that it rests on', async () => {
    const { root } = await coachingOn({ snapshot: priya });
    await first(root);
    const index = flags(priya).flags.findIndex(({ subject }) => subject.kind === 'deal');
    const flag = root.querySelectorAll('.flag')[index];
    const { subject, evidence } = flags(priya).flags[index] ?? expect.fail('no flag on a deal');
    const opened = heard('quotientselect');
    flag?.querySelector<HTMLButtonElement>('.about .link')?.click();
    expect((await opened).detail).to.deep.equal({ record: subject.id });
    const asked = heard('quotientask');
    flag?.querySelector<HTMLButtonElement>('button.action')?.click();
    const { detail, composed } = (await asked) as CustomEvent<Question>;
    expect(composed).to.equal(true);
    expect(JSON.parse(JSON.stringify(detail))).to.deep.equal(detail);
    expect(detail.record).to.equal(subject.id);
    expect(detail.payee).to.equal(priya.payee.Id);
    expect(detail.trace.length).to.be.at.least(evidence.length + 2);
  });

  it('ranks a team by what an hour is worth, says whose each flag is, and shows more', async () => {
    const { root, element } = await coachingOn({ snapshots: homes }, 860);
    await first(root);
    const said = homes.flatMap((one) => flags(one).flags.map((flag) => ({ flag, name: one.payee.Name })));
    const worth = (one: (typeof said)[number]): number => Number(one.flag.perHour ?? -1);
    const best = Math.max(...said.map(worth));
    expect(said.length).to.be.greaterThan(5);
    expect(root.querySelectorAll('.flag')).to.have.length(5);
    const top = root.querySelector('.flag');
    expect(said.filter((one) => worth(one) === best).map(({ name }) => name)).to.include(
      top?.querySelector('.about .link')?.textContent?.trim(),
    );
    await expectAccessible(element);
    root.querySelector<HTMLButtonElement>('.more')?.click();
    await until(() => root.querySelectorAll('.flag').length > 5);
    const opened = heard('quotientselect');
    top?.querySelector<HTMLButtonElement>('.about .link')?.click();
    expect(((await opened) as CustomEvent<{ payee: string }>).detail.payee).to.match(/^005/);
  });

  it('looks at the snapshots that came last, whatever was still under way', async () => {
    const { root, element } = await coachingOn({ snapshots: homes });
    element.snapshots = [...homes];
    await element.updateComplete;
    element.snapshots = [homeOf('Zoë Ångström')];
    await element.updateComplete;
    expect(root.querySelector('.flag')).to.equal(null);
    await first(root);
    const people = [...root.querySelectorAll('.about .link:first-child')].map((one) => one.textContent?.trim());
    expect(new Set(people)).to.deep.equal(new Set(['Zoë Ångström']));
  });

  it('has good words where nothing needs anybody, and says what it could not look at', async () => {
    const [before] = unpublished.filter(({ payee }) => payee.Id === priya.payee.Id) as [Snapshot];
    const calm = publication({ ...before, coaching: { off: Object.keys(flags(priya).found) as FlagId[] } });
    const { root, element } = await coachingOn({ snapshot: calm });
    await until(() => text(root).includes('Nothing needs you today.'));
    expect(text(root)).to.include('Keep going.');
    expect(text(root)).to.include('What could not be looked at:');
    await expectAccessible(element);
  });

  it('leaves out what it cannot read, and says so', async () => {
    const { root } = await coachingOn({ snapshots: [priya, { ...priya, version: '9.0' }] });
    await first(root);
    expect(text(root)).to.include('can’t be read and are left out: 1 (Priya Nair)');
  });

  it('says the flags of the others where a tier type of one is unknown, and names who is left out', async () => {
    const tom = homeOf('Tom Becker');
    const { root } = await coachingOn({ snapshots: [withUnknownTiers(tom), priya] });
    await first(root);
    expect(text(root)).to.include('left out: 1 (Tom Becker)');
    expect(titles(root).length).to.equal(flags(priya).flags.length);
  });

  for (const [name, properties, says] of [
    ['nothing is published', { snapshot: null }, 'No figures for you yet'],
    ['nobody is there', { snapshots: [] }, 'Nobody to show'],
    ['it is of another version', { snapshot: { ...priya, version: '2.0' } }, 'This can’t be said yet'],
    ['a tier type is unknown', { snapshot: withUnknownTiers(priya) }, 'does not know "progressive" as type'],
    ['its flags are broken', { snapshot: { ...priya, flags: 7 } }, 'This can’t be said yet'],
    [
      'a flag is broken',
      { snapshot: { ...priya, flags: { ...priya.flags, today: [{ ...priya.flags?.today[0], evidence: [{}] }] } } },
      'This can’t be said yet',
    ],
    [
      'the publisher was an earlier one',
      { snapshot: { ...priya, flags: undefined } },
      'an earlier version of the connector',
    ],
    ['it is old', { snapshot: priya, today: '2026-05-30' }, '47 days ago'],
  ] as const) {
    it(`says that ${name}`, async () => {
      const { root, element } = await coachingOn(properties);
      await until(() => text(root).includes(says));
      await expectAccessible(element);
    });
  }

  it('says that its file did not come', async () => {
    const lost = lostError();
    class Cut extends QuotientCoaching {
      static override shadowRootOptions: ShadowRootInit = { mode: 'open' };
      protected override sentences(): Promise<never> {
        return Promise.reject(new TypeError('Failed to fetch'));
      }
    }
    customElements.define('cut-coaching', Cut);
    const element = Object.assign(document.createElement('cut-coaching') as Cut, { snapshot: priya });
    document.body.append(element);
    await element.updateComplete;
    await until(() => text(element.shadowRoot as ShadowRoot).includes('This part did not load.'));
    expect(await lost).to.be.instanceOf(TypeError);
    await expectAccessible(element);
  });

  it('says that it is loading', async () => {
    const { root, element } = await coachingOn({});
    expect(root.querySelector('[role=progressbar]')?.ariaLabel).to.include('Looking');
    await expectAccessible(element);
  });

  for (const width of [240, 320, 860]) {
    it(`stays inside ${width} pixels, in both directions`, async () => {
      for (const dir of ['ltr', 'rtl']) {
        document.documentElement.dir = dir;
        const { root, element } = await coachingOn({ snapshots: homes }, width);
        await first(root);
        root.querySelectorAll<HTMLElement>('.rests > summary').forEach((one) => one.click());
        await element.updateComplete;
        expect(overflowing(element, root)).to.deep.equal([]);
        clear();
      }
      document.documentElement.dir = '';
    });
  }

  it('is as accessible in the dark', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    try {
      const { root, element } = await coachingOn({ snapshots: homes });
      await first(root);
      await expectAccessible(element);
    } finally {
      await emulateMedia({ colorScheme: 'light' });
    }
  });

  it('speaks German, evidence included', async () => {
    const { root } = await coachingOn({ snapshots: homes, locale: 'de' });
    await first(root);
    root.querySelectorAll<HTMLElement>('.rests > summary').forEach((one) => one.click());
    const shown = text(root);
    for (const part of ['Heute Ihre Zeit wert', 'Nächster Schritt:', 'Worauf es beruht'])
      expect(shown).to.include(part);
    const english = homes
      .flatMap((one) => flags(one).flags)
      .flatMap(({ title, nextStep, evidence }) => [title, nextStep, ...evidence.map(({ label }) => label)]);
    for (const one of english.filter((text) => text.length > 8)) expect(shown).not.to.include(one);
  });
});
