// Registers the elements under their names, once.
// The styles side by side: what is alike is packed best.
import './tokens.styles.ts';
import './base.styles.ts';
import './quotient-team.styles.ts';
import './quotient-estimate.styles.ts';
import './quotient-attainment.styles.ts';
import './quotient-coaching.styles.ts';
import { QuotientAttainment } from './quotient-attainment.ts';
import { QuotientCoaching } from './quotient-coaching.ts';
import { QuotientEstimate } from './quotient-estimate.ts';
import { QuotientTeam } from './quotient-team.ts';

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'quotient-attainment': QuotientAttainment,
  'quotient-coaching': QuotientCoaching,
  'quotient-estimate': QuotientEstimate,
  'quotient-team': QuotientTeam,
};

/** Registers all elements; a name that is taken is left alone, since two hosts of a page may both call this. */
export function define(): void {
  for (const [name, element] of Object.entries(elements))
    if (!customElements.get(name)) customElements.define(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'quotient-attainment': QuotientAttainment;
    'quotient-coaching': QuotientCoaching;
    'quotient-estimate': QuotientEstimate;
    'quotient-team': QuotientTeam;
  }
}
