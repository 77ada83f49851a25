// Our own lint rules: templates that survive Lightning Web Security, and a calculation without a clock.
import { problemsOf } from './safe-template.ts';

const template = {
  create: (context) => ({
    TaggedTemplateExpression(node) {
      if (node.tag.type !== 'Identifier' || !['html', 'svg'].includes(node.tag.name)) return;
      for (const { expression, message } of problemsOf(node.quasi.quasis.map((quasi) => quasi.value.raw))) {
        context.report({ node: node.quasi.expressions[expression] ?? node, message });
      }
    },
  }),
};

/** What a folder may import; type imports count too. */
const imports = {
  meta: { schema: false },
  create(context) {
    const [{ allow, message }] = context.options;
    const allowed = allow.map((pattern) => new RegExp(pattern));
    const check = (node) => {
      const { source } = node;
      if (source && typeof source.value === 'string' && !allowed.some((pattern) => pattern.test(source.value)))
        context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const clocks = new Map([
  ['Date', ['now']],
  ['Math', ['random']],
  ['performance', ['now']],
  ['crypto', ['randomUUID', 'getRandomValues']],
]);

const clock = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.name === 'Date' && node.arguments.length === 0)
        context.report({ node, message: 'The calculation has no clock: take the as-of date as an argument.' });
    },
    MemberExpression(node) {
      if (clocks.get(node.object.name)?.includes(node.property.name))
        context.report({
          node,
          message: `The calculation is pure: ${node.object.name}.${node.property.name} is not to be used here.`,
        });
    },
  }),
};

export default { meta: { name: 'quotient' }, rules: { imports, 'safe-template': template, 'no-clock': clock } };
