// Templates come out whole of the platform's sanitizing, which reads HTML as the body of a page: parts of a table that stand
// alone lose their tags there, and what stands before the first tag is lost. So each is handed over in what it belongs in.

const inTable = ['<table>', '</table>', 1] as const;
const inRow = ['<table><tbody><tr>', '</tr></tbody></table>', 3] as const;
const around: Readonly<Record<string, readonly [open: string, close: string, depth: number]>> = {
  caption: inTable,
  colgroup: inTable,
  thead: inTable,
  tbody: inTable,
  tfoot: inTable,
  tr: ['<table><tbody>', '</tbody></table>', 2],
  td: inRow,
  th: inRow,
};

interface Policy {
  createHTML(html: string): string;
}
const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, policy: Policy): Policy } };
const policy = trustedTypes?.createPolicy('quotient-html', { createHTML: (html) => html });

/** The template element of an HTML text, as lit makes it, with what was put around it taken away again. */
function templateOf(html: string): HTMLTemplateElement {
  const text = String(html);
  const first = /<([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const [open, close, depth] = around[first] ?? ['<div>', '</div>', 1];
  const template = document.createElement('template');
  const whole = open + text + close;
  template.innerHTML = policy ? policy.createHTML(whole) : whole;
  let inner: ParentNode | null = template.content;
  for (let i = 0; i < depth; i++) inner = inner?.firstElementChild ?? null;
  if (inner) template.content.replaceChildren(...inner.childNodes);
  return template;
}

type Support = (template: { createElement(html: string): HTMLTemplateElement }, part: unknown) => void;
const page = globalThis as { litHtmlPolyfillSupport?: Support | undefined };
const { litHtmlPolyfillSupport: before } = page;

// What lit calls as it is loaded, with its class of templates.
page.litHtmlPolyfillSupport = (template, part) => {
  before?.(template, part);
  template.createElement = templateOf;
};

/** Leaves the page as it was, once lit is loaded. */
export function leave(): void {
  page.litHtmlPolyfillSupport = before;
}
