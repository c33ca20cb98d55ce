import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ROOT } from '../program.ts';

const TYPES = join(ROOT, 'dist', 'types');
const ENTRY = join(TYPES, 'index.d.ts');

const WHOLE = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;

/** All that a user of the package can name or is given, as the published types declare it. */
function surface(): string {
  const program = ts.createProgram([ENTRY], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(ENTRY);
  const module = entry && checker.getSymbolAtLocation(entry);
  if (!module) throw new Error('there are no types: node scripts/build.mjs makes them');
  const real = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = checker.getExportsOfModule(module).map(real);
  const reached = new Set(exported);
  const printer = ts.createPrinter({ removeComments: true });
  const texts: string[] = [];
  // A set that grows while it is walked: what a declaration names is walked after it.
  for (const symbol of reached) {
    for (const declaration of (symbol.declarations ?? []).filter(isOurs)) {
      const text = printer.printNode(
        ts.EmitHint.Unspecified,
        ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration,
        declaration.getSourceFile(),
      );
      if (text.includes('keyof typeof')) {
        const type = checker.getDeclaredTypeOfSymbol(symbol);
        texts.push(`type ${symbol.name} = ${checker.typeToString(type, undefined, WHOLE)};`);
      } else texts.push(exported.includes(symbol) ? text : text.replace(/^export (?!declare)/, ''));
      visit(declaration);
    }
  }
  return `${texts.sort().join('\n\n')}\n`;

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      if (symbol && real(symbol).declarations?.some(isType)) reached.add(real(symbol));
    }
    ts.forEachChild(node, visit);
  }
}

const isOurs = (node: ts.Declaration) => node.getSourceFile().fileName.startsWith(TYPES);
const isType = (node: ts.Declaration) =>
  isOurs(node) &&
  (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassLike(node));

test('the API is what it was; whoever changes it says so in the changelog', async () => {
  await expect(surface()).toMatchFileSnapshot('api.golden.txt');
}, 60_000);

test('it has the functions that its page names, and no others that do work', async () => {
  const api: Record<string, unknown> = await import(join(ROOT, 'dist', 'index.js'));
  const functions = Object.keys(api).filter((name) => typeof api[name] === 'function');
  expect(functions.sort()).toEqual([
    'HardenError',
    ...['audit', 'build', 'compare', 'evaluate', 'load', 'openVexOf', 'plan'],
    ...['renderDiagnostics', 'report', 'scan'],
  ]);
});
