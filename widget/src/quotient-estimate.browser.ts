// What a deal's page says in each state, and that it can be played with by keyboard alone.
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Deal } from '@quotient/calc';
import { deals, of, openDeal, withUnknownTiers } from '../test/book.ts';
import { clear, estimateOn, expectAccessible, nextFrame, overflowing, text } from '../test/page.ts';
import type { Question } from './element.ts';
import { QuotientEstimate } from './quotient-estimate.ts';

const priya = of('Priya Nair');
const mine = openDeal('Priya Nair');

interface State {
  readonly name: string;
  readonly snapshots: readonly unknown[] | null | undefined;
  readonly deal: Deal | null | undefined;
  readonly says: readonly string[];
  readonly never?: readonly string[];
  readonly today?: string;
}

const states: readonly State[] = [
  {
    name: 'an open deal that crosses a tier',
    snapshots: [priya],
    deal: mine,
    says: [
      'If this deal closes as it stands',
      'for you',
      '$3,840.00',
      'payable May 15',
      '96% → 108% of Q1 FY26 quota',
      '$12,000 at 8% = $960.00',
      '$24,000 at 12% = $2,880.00',
      '$51,000 more in Q1 FY26 reaches 15%',
      'May 1, Q2 FY26',
      '$2,880',
      'as of Apr 13, 2026',
    ],
  },
  {
    name: 'several components',
    snapshots: [of('Ann Lee')],
    deal: openDeal('Ann Lee'),
    says: ['$5,340.00', 'Commission', '$3,840.00', 'Quarter bonus', '$1,500.00'],
  },
  {
    name: 'a change that is not saved',
    snapshots: [priya],
    deal: { ...mine, set: { Amount: '12000' } },
    says: ['If this deal closes like this', '$960.00', '96% → 100%'],
  },
  {
    name: 'a deal across the cap',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { Amount: 900000 }),
    says: ['$36,960.00', 'The cap is reached'],
  },
  {
    name: 'a deal after the cap',
    snapshots: [of('Omar Haddad')],
    deal: openDeal('Omar Haddad'),
    says: ['$0.00', 'After the cap: this deal pays 0 more in Q1 FY26'],
    never: ['+$0'],
  },
  {
    name: 'no quota',
    snapshots: [of('Nina Unset')],
    deal: openDeal('Nina Unset'),
    says: ['$0.00', 'No quota is set for Commission in Q1 FY26'],
  },
  {
    name: 'a deal in another currency',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { Amount: 9600, CurrencyIsoCode: 'EUR' }),
    says: ['$960.00', '96% → 100%', '$12,000 at 8%'],
  },
  {
    name: 'a currency without a rate',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { CurrencyIsoCode: 'CHF' }),
    says: ['This can’t be said yet', 'CHF'],
    never: ['006OPEN', '$0.00'],
  },
  {
    name: 'no amount',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { Amount: null }),
    says: ['This can’t be said yet', 'Globex renewal', 'Amount'],
    never: ['$0.00'],
  },
  {
    name: 'no closing date',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { CloseDate: null }),
    says: ['This can’t be said yet', 'CloseDate'],
    never: ['$0.00'],
  },
  {
    name: 'a closing date in a period that has ended',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { CloseDate: '2026-03-20' }),
    says: ['$3,840.00', 'period that has ended', 'Apr 13, 2026'],
  },
  {
    name: 'a won deal equals its line',
    snapshots: [priya],
    deal: { record: deals[0] as Deal['record'] },
    says: ['Earned with this deal', '$23,040.00', 'in the statement of Mar 2026', 'You stand at 96% of Q1 FY26 quota'],
    never: ['What if'],
  },
  {
    name: 'a won deal that is not counted yet',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { IsClosed: true, IsWon: true, StageName: 'Closed Won', CloseDate: '2026-04-13' }),
    says: ['$3,840.00', 'It is won, but not yet in the figures as of Apr 13, 2026'],
    never: ['What if'],
  },
  {
    name: 'a lost deal',
    snapshots: [priya],
    deal: openDeal('Priya Nair', { IsClosed: true, IsWon: false, StageName: 'Closed Lost' }),
    says: ['This deal is lost', 'earns nothing'],
    never: ['$'],
  },
  {
    name: 'somebody else’s deal',
    snapshots: [of('Tom Becker')],
    deal: mine,
    says: ['This deal pays you nothing', 'credited to its owner, Priya Nair'],
    never: ['$3,840'],
  },
  {
    name: 'a manager who may see the owner’s pay',
    snapshots: [of('Dana Whitfield'), priya],
    deal: mine,
    says: ['for you', 'for Priya Nair', '$3,840'],
  },
  {
    name: 'somebody without figures who may see the owner’s',
    snapshots: [null, priya],
    deal: mine,
    says: ['for Priya Nair', '$3,840.00'],
    never: ['for you'],
  },
  { name: 'no snapshot', snapshots: [], deal: mine, says: ['No figures for you yet'] },
  {
    name: 'a snapshot of another version',
    snapshots: [{ ...priya, version: '2.0' }],
    deal: mine,
    says: ['This can’t be said yet', 'version 2.0'],
    never: ['$'],
  },
  {
    name: 'a snapshot with an unknown tier type',
    snapshots: [withUnknownTiers(priya)],
    deal: mine,
    says: ['This can’t be said yet', 'does not know "progressive" as type', 'connector of the same version'],
    never: ['$'],
  },
  {
    name: 'a broken snapshot',
    snapshots: [{ ...priya, plans: 'none' }],
    deal: mine,
    says: ['This can’t be said yet'],
    never: ['$'],
  },
  {
    name: 'no plan in force',
    snapshots: [{ ...priya, plans: [] }],
    deal: mine,
    says: ['This can’t be said yet', 'No plan is in force'],
  },
  {
    name: 'an old snapshot',
    snapshots: [priya],
    deal: mine,
    today: '2026-04-21',
    says: ['as of Apr 13, 2026, 8 days ago', 'Look again', '$3,840.00'],
  },
];

describe('quotient-estimate', () => {
  afterEach(clear);

  describe('says', () => {
    for (const { name, snapshots, deal, says, never = [], today = '2026-04-13' } of states) {
      it(name, async () => {
        const { root, element } = await estimateOn({ snapshots, deal, today });
        const shown = text(root);
        for (const part of says) expect(shown).to.include(part);
        for (const part of never) expect(shown).not.to.include(part);
        await expectAccessible(element);
      });
    }

    it('that it is loading, and takes the place of what comes', async () => {
      const { root, element } = await estimateOn({ snapshots: undefined, deal: undefined });
      expect(root.querySelector('[role=progressbar]')?.ariaLabel).to.include('Calculating');
      expect(element.offsetHeight).to.be.greaterThan(400);
      await expectAccessible(element);
    });

    it('everything in German', async () => {
      const { root } = await estimateOn({ snapshots: [priya], deal: mine, locale: 'de-DE' });
      const shown = text(root);
      for (const part of [
        'Wenn dieser Deal so abschließt',
        '3.840,00 $',
        'zahlbar am 15. Mai',
        '96 % → 108 %',
        'Wie wird das berechnet?',
      ])
        expect(shown).to.include(part);
    });

    it('the host’s own words', async () => {
      const { root } = await estimateOn({
        snapshots: [priya],
        deal: mine,
        messages: { en: { 'deal.title': 'What this brings' } },
      });
      expect(text(root)).to.include('What this brings');
    });
  });

  it('keeps its root closed', () => {
    customElements.define('closed-estimate', class extends QuotientEstimate {});
    const element = document.createElement('closed-estimate');
    document.body.append(element);
    expect(element.shadowRoot).to.equal(null);
  });

  it('answers to the slider by keyboard, and resets', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: openDeal('Priya Nair', { Amount: 12000 }) });
    root.querySelector<HTMLInputElement>('#amount')?.focus();
    await sendKeys({ press: 'Home' });
    await element.updateComplete;
    const figure = (): string | undefined => root.querySelector('.figure')?.textContent.trim();
    expect(figure()).to.equal('$0.00');
    await sendKeys({ press: 'End' });
    await element.updateComplete;
    expect(root.querySelector<HTMLInputElement>('#amount')?.ariaValueText).to.match(/^\$\d/);
    expect(figure()).to.match(/^\$[2-9],\d{3}\.\d\d$/);
    root.querySelector<HTMLButtonElement>('.what .link')?.focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(figure()).to.equal('$960.00');
  });

  it('takes an exact amount, and says what it cannot read', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: mine });
    const field = root.querySelector<HTMLInputElement>('#exact') as HTMLInputElement;
    field.focus();
    field.select();
    await sendKeys({ type: '24,000.50' });
    await element.updateComplete;
    expect(text(root)).to.include('$12,000.50 at 12% = $1,440.06');
    field.select();
    await sendKeys({ type: 'much' });
    await element.updateComplete;
    expect(field.ariaInvalid).to.equal('true');
    expect(text(root)).to.include('Enter an amount, such as $36,000');
  });

  it('compares this period with the next', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: mine });
    const [now, next] = root.querySelectorAll<HTMLButtonElement>('.choices button');
    expect(now?.ariaPressed).to.equal('true');
    next?.focus();
    await sendKeys({ press: 'Space' });
    await element.updateComplete;
    expect(text(root)).to.include('0% → 12% of Q2 FY26 quota');
    expect(root.querySelector<HTMLInputElement>('#closes')?.value).to.equal('2026-05-01');
  });

  it('gives way to the record’s own fields', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: mine });
    const field = root.querySelector<HTMLInputElement>('#exact') as HTMLInputElement;
    field.focus();
    field.select();
    await sendKeys({ type: '1000' });
    await element.updateComplete;
    element.deal = { ...mine, set: { Amount: 12000 } };
    await element.updateComplete;
    expect(text(root)).to.include('$960.00');
  });

  it('shows the trace with its records as links, and hands it to who is asked', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: mine });
    const heard: CustomEvent[] = [];
    for (const name of ['quotientselect', 'quotientask'])
      document.body.addEventListener(name, (event) => heard.push(event as CustomEvent), { once: true });
    root.querySelector<HTMLElement>('summary')?.focus();
    await sendKeys({ press: 'Enter' });
    // The trace is a file of its own, which comes when it is asked for.
    for (let frame = 0; frame < 300 && !root.querySelector('.trace .link'); frame++) await nextFrame();
    await element.updateComplete;
    const shown = text(root);
    for (const part of ['$26,880.00', '$23,040.00', 'Globex renewal', 'Payout table, Commission, Q1 FY26'])
      expect(shown).to.include(part);
    await expectAccessible(element);
    [...root.querySelectorAll<HTMLButtonElement>('.trace .link')]
      .find(({ textContent }) => textContent.trim() === 'Globex renewal')
      ?.click();
    root.querySelector<HTMLButtonElement>('.action')?.click();
    expect(heard.map(({ type }) => type)).to.deep.equal(['quotientselect', 'quotientask']);
    expect(heard[0]?.detail).to.deep.equal({ record: '006OPEN' });
    const { trace, ...question } = (heard[1] as CustomEvent<Question>).detail;
    expect(question).to.deep.equal({
      subject: 'Why does this deal pay $3,840.00?',
      payee: priya.payee.Id,
      record: '006OPEN',
      figure: { label: 'Commission', value: '3840.00', unit: 'USD' },
    });
    expect(trace[0]).to.match(/^Commission: .* = \$3,840\.00$/);
    expect(trace.some((line) => /^ {2,}Globex renewal: /.test(line))).to.equal(true);
    for (const { detail, bubbles, composed } of heard) {
      expect(JSON.parse(JSON.stringify(detail))).to.deep.equal(detail);
      expect([bubbles, composed]).to.deep.equal([true, true]);
    }
  });

  it('asks its host for fresh figures', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: mine, today: '2026-05-30' });
    const asked = new Promise<CustomEvent>((resolve) =>
      element.addEventListener('quotientrefresh', (event) => resolve(event as CustomEvent)),
    );
    root.querySelector<HTMLButtonElement>('.notice .link')?.click();
    expect((await asked).detail).to.deep.equal({ asOf: '2026-04-13' });
  });

  it('switches between the people whose pay may be seen', async () => {
    const { root, element } = await estimateOn({ snapshots: [of('Dana Whitfield'), priya], deal: mine });
    const [, theirs] = root.querySelectorAll<HTMLButtonElement>('.who button');
    theirs?.click();
    await element.updateComplete;
    expect(text(root)).to.include('96% → 108%');
  });

  it('says the answer to those who listen', async () => {
    const { root } = await estimateOn({ snapshots: [priya], deal: mine });
    await new Promise<void>((resolve) => {
      new MutationObserver((_, observer) => {
        observer.disconnect();
        resolve();
      }).observe(root.querySelector('[aria-live]') as Element, { childList: true, characterData: true, subtree: true });
    });
    expect(root.querySelector('[aria-live]')?.textContent).to.include('$3,840.00 for you');
    expect(root.querySelector('svg.chart')?.ariaLabel).to.include('crosses 100%, where 12% begins');
  });

  for (const width of [240, 320, 380, 800]) {
    it(`stays inside ${width} pixels`, async () => {
      const { root, element } = await estimateOn(
        { snapshots: [of('Dana Whitfield'), of('Ann Lee')], deal: openDeal('Ann Lee', { Amount: 123456.78 }) },
        width,
      );
      root.querySelectorAll<HTMLButtonElement>('.who button')[1]?.click();
      await element.updateComplete;
      await nextFrame();
      expect(overflowing(element, root)).to.deep.equal([]);
    });
  }

  for (const width of [320, 800]) {
    it(`draws the curve at once as wide as its place, in ${width} pixels, and again where that changes`, async () => {
      const { root, element } = await estimateOn({ snapshots: undefined, deal: mine }, width);
      element.snapshots = [priya];
      await element.updateComplete;
      const chart = root.querySelector('svg.chart') as SVGSVGElement;
      const drawn = (): string | undefined => chart.getAttribute('viewBox')?.split(' ')[2];
      const place = (): string => String(Math.round(chart.getBoundingClientRect().width));
      expect(drawn()).to.equal(place());
      (element.parentElement as HTMLElement).style.width = `${width - 60}px`;
      await nextFrame();
      expect(drawn()).to.equal(place());
    });
  }

  it('keeps of the curve what a change leaves as it was', async () => {
    const { root, element } = await estimateOn({ snapshots: [priya], deal: mine });
    const [axis, deal, quota] = ['.axis', '.deal', '.label-bound'].map((one) => root.querySelector(`.chart ${one}`));
    const touched: (Node | null | undefined)[] = [];
    const observer = new MutationObserver((records) => touched.push(...records.map(({ target }) => target)));
    observer.observe(root.querySelector('.chart') as Element, { attributes: true, childList: true, subtree: true });
    root.querySelector<HTMLInputElement>('#amount')?.focus();
    await sendKeys({ press: 'ArrowRight' });
    await element.updateComplete;
    observer.disconnect();
    expect([deal, axis, quota].map((one) => touched.includes(one))).to.deep.equal([true, false, false]);
    expect(root.contains(axis ?? null)).to.equal(true);
  });

  it('is as accessible in the dark', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    try {
      const { element } = await estimateOn({
        snapshots: [priya],
        deal: openDeal('Priya Nair', { Amount: 900000 }),
        today: '2026-05-30',
      });
      await expectAccessible(element);
    } finally {
      await emulateMedia({ colorScheme: 'light' });
    }
  });
});
