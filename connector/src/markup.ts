// HTML in which a text stays a text: whatever is put in is escaped, unless it was made here.

export interface Markup {
  readonly markup: string;
}

/** Null is nothing. */
export type Content = string | number | Markup | null | readonly Content[];

/** Markup from a template. Attribute values stand in double quotes. */
export function html(texts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { markup: texts.map((text, i) => (i === 0 ? text : printed(contents[i - 1] ?? null) + text)).join('') };
}

function printed(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'object') return 'markup' in content ? content.markup : content.map(printed).join('');
  return escaped(String(content));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text in HTML or SVG. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => escapes[char] ?? char);
