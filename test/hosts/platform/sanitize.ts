// What Lightning Web Security takes out of HTML that is written as text, as far as it was observed: attribute expressions of
// templates, expressions in the place of attributes, and elements that are not on its list. Bindings of properties, events
// and booleans stay, comments too. The list is that of DOMPurify without what was seen to go.
import DOMPurify from 'dompurify';

const gone = ['slot', 'main', 'dialog', 'template', 'data', 'picture', 'form', 'link', 'meta', 'base', 'use'];

DOMPurify.addHook('uponSanitizeAttribute', (_node, attribute) => {
  // The engine's own marks of styles stay too: on the platform nothing sanitizes what the engine writes.
  if (/^([@.?]|lwc-)/.test(attribute.attrName)) attribute.forceKeepAttr = true;
});

/** Trusted, where the page asks for that. */
const clean = (html: unknown): string =>
  DOMPurify.sanitize(String(html), {
    RETURN_TRUSTED_TYPE: true,
    ADD_TAGS: ['#comment'],
    ADD_ATTR: ['part'],
    FORBID_TAGS: gone,
    CUSTOM_ELEMENT_HANDLING: { tagNameCheck: /-/, attributeNameCheck: /./, allowCustomizedBuiltInElements: false },
  }) as unknown as string;

/** From now on, HTML that is set as text on this page is sanitized. */
export function sanitizeHtml(): void {
  for (const { prototype } of [Element, ShadowRoot]) {
    const own = Object.getOwnPropertyDescriptor(prototype, 'innerHTML');
    if (!own?.set) throw new Error('The browser has no innerHTML to sanitize.');
    Object.defineProperty(prototype, 'innerHTML', {
      ...own,
      set(this: object, html: unknown) {
        own.set?.call(this, clean(html));
      },
    });
  }
  const insert = Object.getOwnPropertyDescriptor(Element.prototype, 'insertAdjacentHTML')?.value as (
    where: InsertPosition,
    html: string,
  ) => void;
  Element.prototype.insertAdjacentHTML = function (where: InsertPosition, html: string) {
    insert.call(this, where, clean(html));
  };
}
