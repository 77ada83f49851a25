// What a page became: its text, its elements, what stands out of it, figures that read backwards, and what it was kept from.
import type { Shown } from './world.ts';

/** A page as it was read. */
export interface Reading {
  readonly text: string;
  /** All elements in their order, each with the names of its attributes; a link with the protocol of its address. */
  readonly elements: readonly string[];
  /** Elements wider than their box, on a page of each width. */
  readonly overflowing: readonly string[];
  /** Figures whose digits do not stand from left to right. */
  readonly backwards: readonly string[];
}

interface Node {
  readonly nodeName: string;
  readonly backendNodeId: number;
  readonly attributes?: readonly string[];
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}
const inside = (node: Node): Node[] => [...(node.shadowRoots ?? []), ...(node.children ?? [])];

const widths = [320, 1_100] as const;

/** Reads an element of ours, its closed root included, with all that folds opened; or the page around elements, as `#document`. */
export async function readingOf(shown: Shown, element: string): Promise<Reading> {
  await inRoot(shown, element, openAll);
  await shown.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const overflowing: string[] = [];
  const backwards: string[] = [];
  for (const width of widths) {
    await shown.page.setViewport({ width, height: 900 });
    await shown.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    for (const one of await inRoot<string[]>(shown, element, standingOut)) overflowing.push(`${width}: ${one}`);
    backwards.push(...(await inRoot<string[]>(shown, element, readBackwards)));
  }
  return {
    text: await inRoot(shown, element, textIn),
    elements: await elementsOf(shown, element),
    overflowing,
    backwards,
  };
}

async function find({ page }: Shown, element: string): Promise<Node> {
  const inspector = await page.createCDPSession();
  const { root } = (await inspector.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: Node };
  await inspector.detach();
  const search = (node: Node): Node | undefined =>
    node.nodeName.toLowerCase() === element ? node : inside(node).map(search).find(Boolean);
  const found = search(root);
  if (!found) throw new Error(`There is no ${element}.`);
  return found;
}

/** Attributes that the engine makes up anew on each page. */
const isOurs = (name: string): boolean => !name.startsWith('lwc-');
const attributesOf = ({ attributes = [] }: Node): string[] =>
  attributes.flatMap((name, i) =>
    i % 2 > 0 ? [] : name === 'href' ? [`href=${/^[a-z]+:/i.exec(attributes[i + 1] ?? '')?.[0] ?? ''}`] : [name],
  );

async function elementsOf(shown: Shown, element: string): Promise<string[]> {
  const list = (node: Node): string[] => [
    ...(node.nodeName.startsWith('#')
      ? []
      : [`${node.nodeName} ${attributesOf(node).filter(isOurs).join(' ')}`.trim()]),
    ...inside(node).flatMap(list),
  ];
  return list(await find(shown, element));
}

type Root = ShadowRoot | Document;

/** Runs a function of the page with the closed root of an element. */
async function inRoot<T>(shown: Shown, element: string, run: (root: Root) => T): Promise<T> {
  const found = await find(shown, element);
  const [root = found.nodeName === '#document' ? found : undefined] = found.shadowRoots ?? [];
  if (!root) throw new Error(`${element} has no root.`);
  const inspector = await shown.page.createCDPSession();
  const { object } = await inspector.send('DOM.resolveNode', { backendNodeId: root.backendNodeId });
  const { result, exceptionDetails } = await inspector.send('Runtime.callFunctionOn', {
    objectId: object.objectId as string,
    functionDeclaration: `function () { return (${run.toString()})(this); }`,
    returnByValue: true,
    awaitPromise: true,
  });
  await inspector.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as T;
}

/** All visible text but initials, which no name can be told by. The inspector would cut what is longer than 10,000 characters. */
function textIn(root: Root): string {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    if (!node.parentElement?.closest('style, [aria-live], .avatar')) words.push(node.nodeValue ?? '');
  return words.join(' ');
}

function openAll(root: Root): void {
  for (const one of root.querySelectorAll('details')) one.open = true;
}

/** What is cut off on purpose, by an ellipsis or because only a screen reader reads it, does not stand out. */
function standingOut(root: Root): string[] {
  const isClipped = (node: Element | null): boolean =>
    node !== null &&
    (['hidden', 'clip', 'auto', 'scroll'].includes(getComputedStyle(node).overflowX) || isClipped(node.parentElement));
  const { right } = ('host' in root ? root.host : document.documentElement).getBoundingClientRect();
  const page = document.documentElement;
  return [
    ...(page.scrollWidth > page.clientWidth ? [`page ${page.scrollWidth}`] : []),
    ...[...root.querySelectorAll('*')]
      .filter((node) => node.getBoundingClientRect().width > 1 && !isClipped(node))
      .filter((node) => node.getBoundingClientRect().right > right + 1)
      .map(
        (node) =>
          `${node.tagName}.${node.getAttribute('class') ?? ''}: ${(node.textContent ?? '').trim().slice(0, 60)}`,
      ),
    // A table is moved by itself to either side where it is wider than the page; nothing else scrolls sideways.
    ...[...root.querySelectorAll('.scroll')]
      .filter((node) => node.scrollWidth > Math.max(node.clientWidth, 640))
      .map((node) => `.scroll ${node.scrollWidth}`),
  ];
}

function readBackwards(root: Root): string[] {
  const found: string[] = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const place = (node: globalThis.Node, at: number): DOMRect | undefined => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const [box] = range.getClientRects();
    return box;
  };
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.nodeValue ?? '';
    for (const { 0: figure, index } of text.matchAll(/\d[\d.,]*\d/g)) {
      const [first, last] = [place(node, index), place(node, index + figure.length - 1)];
      if (first && last && Math.abs(first.top - last.top) < 2 && first.left >= last.left)
        found.push(`${figure} in ${text.trim().slice(0, 80)}`);
    }
  }
  return found;
}
