// The tokens: each is the page's own custom property, else the platform's styling hook, else our value for light and dark.
import { css } from 'lit';

export const tokens = css`
  :host {
    --_surface: var(--quotient-surface, var(--slds-g-color-surface-container-1, light-dark(#fff, #141a28)));
    --_ink: var(--quotient-ink, var(--slds-g-color-on-surface-3, light-dark(#16233f, #edf1fa)));
    --_ink-2: var(--quotient-ink-2, var(--slds-g-color-on-surface-2, light-dark(#4c5771, #b1bacd)));
    --_ink-3: var(--quotient-ink-3, var(--slds-g-color-on-surface-1, light-dark(#626d86, #97a2b9)));
    --_line: var(--quotient-line, var(--slds-g-color-border-1, light-dark(#e3e6ee, #29324a)));
    --_edge: var(--quotient-edge, var(--slds-g-color-border-2, light-dark(#7c879e, #6d7993)));
    --_deal: var(--quotient-deal, var(--slds-g-color-accent-2, light-dark(#0b5cff, #78a8ff)));
    --_done: var(--quotient-done, light-dark(#2b3a5c, #8fa3cf));
    --_todo: var(--quotient-todo, light-dark(#e8ebf3, #252e44));
    --_good: var(--quotient-good, var(--slds-g-color-success-1, light-dark(#0b7a4b, #4fd196)));
    --_warn: var(--quotient-warn, var(--slds-g-color-warning-1, light-dark(#965400, #f0b155)));
    --_bad: var(--quotient-bad, var(--slds-g-color-error-1, light-dark(#b3261e, #ff8f85)));
    --_tint: color-mix(in srgb, var(--_deal) 9%, var(--_surface));
    --_radius: var(--quotient-radius, var(--slds-g-radius-border-4, 16px));
    --_radius-2: var(--slds-g-radius-border-2, 8px);
    --_pad: var(--quotient-pad, 20px);
    --_font: var(
      --quotient-font,
      var(--slds-g-font-family, system-ui, -apple-system, 'Segoe UI', Inter, Roboto, sans-serif)
    );
    --_size: var(--quotient-size, var(--slds-g-font-scale-base, 0.8125rem));
    --_figure: var(--quotient-figure, 2.375rem);
  }
`;
