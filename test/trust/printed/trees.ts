import { marked } from 'marked';
import { type DefaultTreeAdapterTypes as Dom, parse, parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';

/** What a text is made of for a reader that is not harden's own. */
export interface Tree {
  /** Elements in their order, with the names of their attributes, and with the classes. */
  shape: string;
  /** What harden itself would never write. */
  wrong?: string;
}

/** A page as a browser reads it. */
export function pageTree(html: string): Tree {
  return treeOf(parse(html), false);
}

/** Markdown as code hosts show it: as a page, in which names and numbers are looked for. */
export function markdownTree(markdown: string): Tree {
  const html = marked.parse(markdown, { async: false, gfm: true });
  return treeOf(parseFragment(html), true);
}

function treeOf(root: Dom.ParentNode, social: boolean): Tree {
  const shape: string[] = [];
  let wrong: string | undefined;
  const visit = (node: Dom.ChildNode, inCode: boolean) => {
    if (node.nodeName === '#comment') shape.push('<!-- -->');
    if ('value' in node && social && !inCode) wrong ??= called(node.value);
    // A place where a long word may be broken.
    if (!('tagName' in node) || node.tagName === 'wbr') return;
    const names = node.attrs.map(({ name, value }) => (name === 'class' ? `class=${value}` : name));
    shape.push(`${node.tagName}[${names.sort().join(' ')}]`);
    for (const { name, value } of node.attrs) wrong ??= badAttribute(name, value);
    for (const child of node.childNodes) visit(child, inCode || node.tagName === 'code');
    shape.push('/');
  };
  for (const child of root.childNodes) visit(child, false);
  return { shape: shape.join(' '), ...(wrong !== undefined && { wrong }) };
}

function badAttribute(name: string, value: string): string | undefined {
  if (/^on/i.test(name)) return `has an attribute ${name}`;
  const leads = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].includes(name);
  if (leads && !/^(?:https?:\/\/|#)/i.test(value)) return `leads to ${value.slice(0, 40)}`;
  return undefined;
}

/** Who and what code hosts make a link of, outside of code. */
function called(text: string): string | undefined {
  const [found] = /(?:^|[^\w`/])(?:@[a-z\d]|#\d|GH-\d)/i.exec(text) ?? [];
  return found && `calls ${JSON.stringify(found)}`;
}

/** @throws where it is not well-formed. */
export function xmlTree(xml: string): Tree {
  const shape: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (cause) => {
    throw cause;
  });
  parser.on('opentag', ({ name, attributes }) => {
    shape.push(`${name}[${Object.keys(attributes).sort().join(' ')}]`);
  });
  parser.on('closetag', () => shape.push('/'));
  for (const kind of ['comment', 'cdata', 'doctype', 'processinginstruction'] as const) {
    parser.on(kind, () => shape.push(kind));
  }
  parser.write(xml).close();
  return { shape: shape.join(' ') };
}

/** Keys and kinds of a document; a list has the shapes of its items, each once. */
export function jsonTree(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(jsonTree))].join()}]`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const fields = Object.entries(value).map(([key, one]) => `${key}:${jsonTree(one)}`);
  return `{${fields.sort().join()}}`;
}
