// The page that shows components: the platform's engine, behind what web security does to HTML.
import { createElement } from 'lwc';
import PlainText from 'c/plainText';
import QuotientAttainment from 'c/quotientAttainment';
import QuotientCoaching from 'c/quotientCoaching';
import QuotientEstimate from 'c/quotientEstimate';
import QuotientTeam from 'c/quotientTeam';
import { thePage } from './person.ts';
import { sanitizeHtml } from './sanitize.ts';
import { updateRecord } from './ui-record-api.ts';

const components = { PlainText, QuotientAttainment, QuotientCoaching, QuotientEstimate, QuotientTeam };

sanitizeHtml();
addEventListener('lightning__showtoast', (event) => {
  thePage().done.push({ what: 'toast', detail: (event as CustomEvent<unknown>).detail });
});

/** Shows a component with the properties of its place on the page. */
function show(name: keyof typeof components, properties: Readonly<Record<string, unknown>>): void {
  const element = createElement('c-host', { is: components[name] });
  document.body.append(Object.assign(element, properties));
}

Object.assign(globalThis, { quotientShow: show, quotientUpdate: updateRecord });
