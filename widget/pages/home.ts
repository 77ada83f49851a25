// A person's home: where they stand and what they are paid, and what deserves their time today.
import type { Snapshot } from '@quotient/calc';
import { define } from '@quotient/widget';
import { html, render } from 'lit';
import { snapshots } from './records.ts';
import { session, today } from './session.ts';
import { ask, bar, pagesOf, run, words } from './shell.ts';

define();
const root = document.querySelector('#page') as HTMLElement;

/** Absent while it loads; null where nothing is published that the viewer may see. */
let held: Snapshot | null | undefined;

const select = ({ detail }: CustomEvent<{ record?: string }>): void => {
  if (detail.record !== undefined) location.assign(`/opportunity.html?id=${detail.record}`);
};

function draw(): void {
  const refresh = (): void => void run(read);
  render(
    html`${bar(pagesOf('/home.html'))}
      <main class="home">
        <h1 class="hidden">Home</h1>
        <quotient-attainment
          .snapshot=${held}
          .today=${today()}
          .messages=${words}
          @quotientselect=${select}
          @quotientask=${ask}
          @quotientrefresh=${refresh}
        ></quotient-attainment>
        <quotient-coaching
          .snapshot=${held}
          .today=${today()}
          .messages=${words}
          @quotientselect=${select}
          @quotientask=${ask}
          @quotientrefresh=${refresh}
        ></quotient-coaching>
      </main>`,
    root,
  );
}

async function read(): Promise<void> {
  draw();
  const payee = new URLSearchParams(location.search).get('payee') ?? session().userId;
  [held = null] = await snapshots([payee]);
  draw();
}

void run(read);
