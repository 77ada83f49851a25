// Which lit templates survive the HTML sanitizing of Lightning Web Security, where attribute expressions are dropped and
// shift every binding behind them. Safe are text children and the bindings .property=, ?boolean= and @event=.

/** Elements that the sanitizer removes, keeping their children. */
const removed = new Set([
  'slot',
  'main',
  'dialog',
  'data',
  'template',
  'picture',
  'iframe',
  'object',
  'embed',
  'link',
  'meta',
  'base',
  'form',
  'math',
  'foreignobject',
  'use',
  'script',
  'title',
]);

export interface TemplateProblem {
  /** Index of the expression, -1 for the template itself. */
  readonly expression: number;
  readonly message: string;
}

/** Problems of a template, given as the texts between its expressions. */
export function problemsOf(texts: readonly string[]): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  let state = 'text';
  let quote = '';
  let attribute = '';
  let tag = '';
  texts.forEach((text, index) => {
    for (let i = 0; i < text.length; i++) {
      const char = text[i] ?? '';
      if (state === 'text') {
        if (text.startsWith('<!--', i)) state = 'comment';
        else if (char === '<' && /[A-Za-z]/.test(text[i + 1] ?? '')) {
          tag = /^[A-Za-z][\w-]*/.exec(text.slice(i + 1))?.[0].toLowerCase() ?? '';
          if (removed.has(tag))
            problems.push({
              expression: -1,
              message: `<${tag}> is removed by Lightning Web Security: use another element.`,
            });
          i += tag.length;
          state = 'tag';
        }
      } else if (state === 'comment') {
        if (text.startsWith('-->', i)) state = 'text';
      } else if (state === 'tag') {
        if (char === '>') state = 'text';
        else if (/[^\s/]/.test(char)) {
          attribute = /^[^\s=>/]*/.exec(text.slice(i))?.[0] ?? '';
          i += attribute.length - 1;
          state = 'name';
        }
      } else if (state === 'name') {
        if (char === '=') state = 'before-value';
        else if (char === '>') state = 'text';
        else if (!/\s/.test(char)) {
          i--;
          state = 'tag';
        }
      } else if (state === 'before-value') {
        if (char === '"' || char === "'") {
          quote = char;
          state = 'value';
        } else if (/\S/.test(char)) {
          quote = '';
          state = 'value';
        }
      } else if (state === 'value') {
        if (quote ? char === quote : /[\s>]/.test(char)) state = char === '>' ? 'text' : 'tag';
      }
    }
    if (index === texts.length - 1) return;
    const at = (message: string): unknown => problems.push({ expression: index, message });
    if (state === 'comment') at('An expression in a comment shifts the bindings behind it: move it out.');
    else if (state === 'tag' || state === 'name')
      at(
        'An expression in element position (such as ref) is dropped by Lightning Web Security: find the node in updated().',
      );
    else if (state === 'before-value' || state === 'value') {
      if (!/^[.?@]/.test(attribute))
        at(
          `The attribute expression ${attribute}= is dropped by Lightning Web Security, and the bindings behind it shift: bind a property, such as .${attribute === 'class' ? 'className' : attribute}=.`,
        );
      if (state === 'before-value') state = 'value';
    } else if (/<\/?$/.test(text)) at('A tag name cannot be an expression.');
  });
  return problems;
}
