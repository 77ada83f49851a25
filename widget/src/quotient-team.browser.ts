// The team's table: what it says, its order and totals, long teams, and the keyboard.
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { largeTeam, of, published, withUnknownTiers } from '../test/book.ts';
import { clear, expectAccessible, heard, nextFrame, overflowing, teamOn, text, until } from '../test/page.ts';
import type { Question } from './element.ts';

const names = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('tbody .name')].map(({ textContent }) => textContent ?? '');
const sellers = published.filter(({ payee }) => payee.Name !== 'Dana Whitfield');

describe('quotient-team', () => {
  afterEach(clear);

  it('says where the team stands, and whom to help first', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    const shown = text(root);
    for (const part of [
      '6 people',
      'as of Apr 13, 2026',
      'only people you may see',
      'earned',
      'Help first',
      'Tom Becker',
      '20.5%',
      'no quota',
      'Total EUR',
      'Total USD',
    ])
      expect(shown).to.include(part);
    await expectAccessible(element);
  });

  it('totals those who are shown, and says how many of the team are not', async () => {
    const shown = [of('Priya Nair'), of('Zoë Ångström')];
    const everybody = sellers.map(({ payee }) => ({ Id: payee.Id }));
    const { root, element } = await teamOn({ snapshots: shown, people: everybody });
    const first = text(root);
    expect(first).to.include(`${everybody.length - 2} people of this team are not shown and in no total`);
    expect(first).to.include('2 people');
    element.people = [...shown, of('Tom Becker')].map(({ payee }) => payee);
    await element.updateComplete;
    expect(text(root)).to.include('1 person of this team is not shown');
    element.people = shown.map(({ payee }) => payee);
    await element.updateComplete;
    expect(text(root)).not.to.include('not shown');
    element.snapshots = [];
    await element.updateComplete;
    expect(text(root)).to.include('Nobody to show');
    expect(text(root)).to.include('2 people of this team are not shown');
    await expectAccessible(element);
  });

  it('never adds two currencies', async () => {
    const { root } = await teamOn({ snapshots: [of('Priya Nair'), of('Zoë Ångström')] });
    const totals = [...root.querySelectorAll('tfoot tr')].map(({ textContent }) =>
      (textContent ?? '').replace(/\s+/g, ' '),
    );
    expect(totals).to.have.length(2);
    expect(totals[0]).to.include('€7,200.00');
    expect(totals[1]).to.include('$23,040.00');
  });

  it('begins with those furthest behind, and sorts by keyboard', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    expect(names(root).slice(0, 2)).to.deep.equal(['Nina Unset', 'Tom Becker']);
    const heading = [...root.querySelectorAll<HTMLButtonElement>('thead button')];
    heading[0]?.focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(names(root)).to.deep.equal([
      'Ann Lee',
      'Nina Unset',
      'Omar Haddad',
      'Priya Nair',
      'Tom Becker',
      'Zoë Ångström',
    ]);
    expect(root.querySelector('thead th')?.ariaSort).to.equal('ascending');
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(names(root)[0]).to.equal('Zoë Ångström');
    expect(root.querySelector('thead th')?.ariaSort).to.equal('descending');
  });

  it('finds people without their accents, and sums what is shown', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    root.querySelector<HTMLInputElement>('.search')?.focus();
    await sendKeys({ type: 'zoe angstrom' });
    await element.updateComplete;
    expect(names(root)).to.deep.equal(['Zoë Ångström']);
    expect(root.querySelectorAll('tfoot tr')).to.have.length(1);
    expect(text(root)).to.include('1 of 6 shown');
  });

  it('filters by segment', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    const select = root.querySelector('select') as HTMLSelectElement;
    select.selectedIndex = [...select.options].findIndex(({ textContent }) => textContent === 'Commercial');
    select.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(names(root).sort()).to.deep.equal(['Nina Unset', 'Omar Haddad', 'Tom Becker']);
    expect(root.querySelector('tfoot')?.textContent).to.include('$64,920.00');
  });

  it('says that nobody matches', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    root.querySelector<HTMLInputElement>('.search')?.focus();
    await sendKeys({ type: 'nobody at all' });
    await element.updateComplete;
    expect(text(root)).to.include('Nobody matches');
    root.querySelector<HTMLButtonElement>('.tools .link')?.click();
    await element.updateComplete;
    expect(names(root)).to.have.length(6);
  });

  it('leaves out what it cannot read, and says so', async () => {
    const { root } = await teamOn({ snapshots: [of('Priya Nair'), { ...of('Tom Becker'), version: '9.0' }] });
    expect(names(root)).to.deep.equal(['Priya Nair']);
    expect(text(root)).to.include('can’t be read and are left out: 1 (Tom Becker)');
  });

  it('shows the others where a tier type of some is unknown, and names whom it leaves out', async () => {
    const { root, element } = await teamOn({ snapshots: [of('Priya Nair'), withUnknownTiers(of('Tom Becker'))] });
    expect(names(root)).to.deep.equal(['Priya Nair']);
    const shown = text(root);
    expect(shown).to.include('left out: 1 (Tom Becker)');
    const alone = await teamOn({ snapshots: [of('Priya Nair')] });
    expect(shown.replace(/ Snapshots that can’t be read and are left out: 1 \(Tom Becker\)\./, '')).to.equal(
      text(alone.root),
    );
    element.snapshots = sellers.map(withUnknownTiers);
    await element.updateComplete;
    expect(text(root)).to.include('Nobody to show');
    expect(text(root)).to.include('left out: 6 (');
    expect(text(root)).not.to.match(/[$€%]/);
    await expectAccessible(element);
  });

  it('opens a person', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    const opened = new Promise<CustomEvent>((resolve) =>
      document.body.addEventListener('quotientselect', (event) => resolve(event as CustomEvent), { once: true }),
    );
    [...root.querySelectorAll<HTMLButtonElement>('tbody .name')]
      .find(({ textContent }) => textContent === 'Priya Nair')
      ?.click();
    expect((await opened).detail).to.deep.equal({ payee: of('Priya Nair').payee.Id });
    expect(element.isConnected).to.equal(true);
  });

  it('opens the way of a person’s figure and of a total, and hands it to who is asked', async () => {
    const { root, element } = await teamOn({ snapshots: sellers });
    for (const [row, shown, payee, says] of [
      ['Priya Nair', '$23,040.00', of('Priya Nair').payee.Id, 'Priya Nair, Earned: $23,040.00'],
      ['Ann Lee', '96%', of('Ann Lee').payee.Id, 'Ann Lee, Attainment: 96%'],
      ['Total USD', '$111,000.00', null, 'Total USD, Earned: $111,000.00'],
      ['Total USD', '111.46%', null, 'Total USD, Attainment: 111.46%'],
    ] as const) {
      [...root.querySelectorAll('tr')]
        .find((one) => one.textContent.includes(row))
        ?.querySelectorAll<HTMLButtonElement>('.why')
        .forEach((one) => one.textContent.trim() === shown && one.click());
      await until(() => root.querySelector('.panel .trace'));
      expect(root.querySelector('.panel h3')?.textContent).to.include(says);
      const asked = heard('quotientask');
      root.querySelector<HTMLButtonElement>('.panel .action')?.click();
      const { detail } = (await asked) as CustomEvent<Question>;
      expect(JSON.parse(JSON.stringify(detail))).to.deep.equal(detail);
      expect(detail.payee).to.equal(payee);
      expect(detail.trace.length).to.be.greaterThan(3);
      await expectAccessible(element);
    }
    expect(overflowing(element, root)).to.deep.equal([]);
  });

  it('what is payable to a team leads to each person’s pay', async () => {
    const { root } = await teamOn({ snapshots: sellers });
    [...root.querySelectorAll<HTMLButtonElement>('.figures .mut .why')]
      .find((one) => one.textContent.includes('$'))
      ?.click();
    const panel = await until(() => root.querySelector('.panel .trace') && root.querySelector('.panel'));
    expect(panel.querySelector('h3')?.textContent).to.match(/Total USD, Payable: \$/);
    expect(panel.textContent).to.include('Priya Nair').and.to.include('Ann Lee');
  });

  it('says since when the oldest figures are old, and asks for fresh ones', async () => {
    const { root } = await teamOn({ snapshots: sellers, today: '2026-05-30' });
    expect(text(root)).to.include('47 days ago');
    const asked = heard('quotientrefresh');
    root.querySelector<HTMLButtonElement>('.notice .link')?.click();
    expect((await asked).detail).to.deep.equal({ asOf: '2026-04-13' });
  });

  for (const [name, snapshots, says] of [
    ['it is loading', undefined, ''],
    ['nobody is there', [], 'Nobody to show'],
  ] as const) {
    it(`says that ${name}`, async () => {
      const { root, element } = await teamOn({ snapshots });
      expect(text(root)).to.include(says);
      await expectAccessible(element);
    });
  }

  it('keeps 5,000 people on few nodes, and reaches the last', async () => {
    const { root, element } = await teamOn({ snapshots: largeTeam(5000) });
    expect(root.querySelectorAll('*').length).to.be.lessThan(1000);
    expect(root.querySelector('table')?.ariaRowCount).to.equal('5002');
    const box = root.querySelector('.scroll') as HTMLElement;
    const scrolled = new Promise((resolve) => box.addEventListener('scroll', resolve, { once: true }));
    box.scrollTop = box.scrollHeight;
    await scrolled;
    await element.updateComplete;
    expect(names(root).at(-1)).to.equal('Person 04999');
    expect(root.querySelectorAll('*').length).to.be.lessThan(1000);
  });

  for (const width of [240, 320, 560, 860]) {
    it(`stays inside ${width} pixels`, async () => {
      const { root, element } = await teamOn({ snapshots: published }, width);
      await nextFrame();
      expect(overflowing(element, root)).to.deep.equal([]);
      await expectAccessible(element);
    });
  }

  it('is as accessible in the dark', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    try {
      const { element } = await teamOn({ snapshots: published });
      await expectAccessible(element);
    } finally {
      await emulateMedia({ colorScheme: 'light' });
    }
  });

  it('speaks German', async () => {
    const { root } = await teamOn({ snapshots: sellers, locale: 'de' });
    for (const part of ['6 Personen', 'Zuerst helfen', 'Zielerreichung', 'Summe USD'])
      expect(text(root)).to.include(part);
  });
});
