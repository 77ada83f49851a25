// The figures of the Lightning web components: the size of the elements' module, and the main thread's time in a browser.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { moduleFolder } from '../../manifests/module/build.ts';
import { pageScript } from '../hosts/page.ts';
import { elementIn, put, textOf, textWith, World } from '../hosts/world.ts';
import type { Page } from 'puppeteer-core';
import { median, ms, type Figure } from './measure.ts';

const rounds = 15;

/** The size of the module that holds the elements. */
export function moduleSize(): Figure[] {
  const files = readdirSync(moduleFolder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(moduleFolder, name)));
  const total = files.reduce((sum, { length }) => sum + length, 0);
  const zipped = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  return [
    {
      name: 'hosts: quotientWidget, all four elements with the whole calculation, minified ÷ 131,072 bytes',
      ratio: total / 131_072,
      atMost: 1,
      detail: `${files.map(({ length }) => length.toLocaleString('en-US')).join(' + ')} bytes; its largest file ${(Math.max(...files.map(({ length }) => length)) / 131_072).toFixed(3)}`,
    },
    {
      name: 'hosts: quotientWidget, all four elements with the whole calculation, gzipped ÷ 45 KB',
      ratio: zipped / 45 / 1024,
      atMost: 1,
      detail: `${(zipped / 1024).toFixed(1)} KB gzipped`,
    },
  ];
}

interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  /** What the thread worked of it: other processes take none of that. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

/** Milliseconds that the main thread works from one mark to another, as the browser traces it. */
async function mainThread(page: Page, work: () => Promise<void>): Promise<number> {
  await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
  await page.evaluate(() => performance.mark('quotient-start') && undefined);
  await work();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() =>
          setTimeout(() => {
            performance.mark('quotient-end');
            resolve();
          }),
        );
      }),
  );
  const bytes = await page.tracing.stop();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const mark = (name: string): TraceEvent => {
    const found = traceEvents.find((event) => event.name === name);
    if (!found) throw new Error(`The trace holds no ${name}.`);
    return found;
  };
  const [from, to] = [mark('quotient-start'), mark('quotient-end')];
  const tasks = traceEvents.filter(
    ({ name, ts, dur = 0, pid, tid }) =>
      name === 'ThreadControllerImpl::RunTask' &&
      pid === from.pid &&
      tid === from.tid &&
      ts >= from.ts &&
      ts + dur <= to.ts,
  );
  if (tasks.length === 0) throw new Error('The trace holds no tasks of the main thread.');
  return tasks.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0) / 1000;
}

/** Focuses the slider as the DOM's inspector does: a query by role would have the browser keep a tree for screen readers, on one side alone. */
async function focusSlider(page: Page): Promise<void> {
  const inspector = await page.createCDPSession();
  await inspector.send('DOM.enable');
  const { nodes } = await inspector.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
  const slider = nodes.find(({ attributes = [] }) => attributes.join(' ').includes('type range'));
  if (!slider) throw new Error('There is no slider.');
  await inspector.send('DOM.focus', { nodeId: slider.nodeId });
  await inspector.detach();
}

/** How long an estimate takes to come, and a step of what if, beside a component that shows the same texts. */
export async function mainThreadTimes(): Promise<Figure[]> {
  const world = await World.start();
  try {
    world.serve('host', await pageScript({ shadow: 'synthetic', mode: 'production' }));
    const user = world.user('Noah Bennett');
    const host = await world.open('host', user);
    await put(host.page, 'quotientShow', 'QuotientEstimate', { recordId: '006Sm00000000imIAA' });
    await textWith(host, 'quotient-estimate', /as of \w/);
    const lines = (await textOf(host, 'quotient-estimate'))
      .split(/(?<=[·.:?]) | (?=[A-Z])/)
      .map((text, id) => ({ id, text }));
    const element = await elementIn(host, 'quotient-estimate');
    const plain = await world.open('host', user);
    await put(plain.page, 'quotientShow', 'PlainText', {});
    const [estimates, texts, steps]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      await host.page.bringToFront();
      await element.evaluate(async (own) => {
        const one = own as unknown as {
          snapshots: unknown;
          kept?: string;
          next: unknown;
          updateComplete: Promise<unknown>;
        };
        one.kept ??= JSON.stringify(one.snapshots);
        one.next = JSON.parse(one.kept);
        one.snapshots = undefined;
        await one.updateComplete;
      });
      estimates.push(
        await mainThread(host.page, () =>
          element.evaluate((own) => {
            const one = own as unknown as { snapshots: unknown; next: unknown };
            one.snapshots = one.next;
          }),
        ),
      );
      await textWith(host, 'quotient-estimate', /as of \w/);
      await focusSlider(host.page);
      steps.push(await mainThread(host.page, () => host.page.keyboard.press('ArrowRight')));
      await plain.page.bringToFront();
      const show = (list: readonly object[]): Promise<void> =>
        plain.page.evaluate((given: readonly object[]) => {
          Object.assign(document.querySelector('c-host') ?? {}, { lines: given });
        }, list);
      await show([]);
      texts.push(await mainThread(plain.page, () => show(lines)));
    }
    const [estimate, text, step] = [median(estimates.slice(3)), median(texts.slice(3)), median(steps.slice(3))];
    return [
      {
        name: 'hosts: main thread from the snapshot to the estimate shown ÷ a plain component with the same texts',
        ratio: estimate / text,
        atMost: 3,
        detail: `${ms(estimate)} ÷ ${ms(text)} with ${lines.length} texts`,
      },
      {
        name: 'hosts: main thread of a step of what if ÷ a plain component with the same texts',
        ratio: step / text,
        atMost: 1,
        detail: `${ms(step)} ÷ ${ms(text)}`,
      },
    ];
  } finally {
    await world.close();
  }
}

export const hosts = async (): Promise<Figure[]> => [...moduleSize(), ...(await mainThreadTimes())];
