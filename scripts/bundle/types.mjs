// The types that are published: what index.d.ts reaches, and nothing of a package that is bundled.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import ts from 'typescript';

/** Removes what no user can reach from `folder`, and writes out what schemas of zod infer. */
export function publishTypes(folder) {
  const program = ts.createProgram([join(folder, 'index.d.ts')], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
  });
  const checker = program.getTypeChecker();
  const reached = new Map(program.getSourceFiles().map((file) => [normalize(file.fileName), file]));
  const texts = new Map();
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!path.endsWith('.d.ts')) continue;
    const file = reached.get(path);
    if (file && fromZod(file)) texts.set(path, writtenOut(file, checker));
    if (!file) rmSync(path);
  }
  for (const [path, text] of texts) writeFileSync(path, text);
  removeEmpty(folder);
}

const fromZod = (file) =>
  file.statements.some(
    (statement) => ts.isImportDeclaration(statement) && statement.moduleSpecifier.text === 'zod',
  );

const WHOLE =
  ts.NodeBuilderFlags.NoTruncation |
  ts.NodeBuilderFlags.InTypeAlias |
  ts.NodeBuilderFlags.MultilineObjectLiterals |
  ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope;

/** The schemas stay inside: a user has the types of what they read. */
function writtenOut(file, checker) {
  const printer = ts.createPrinter();
  const print = (node) => printer.printNode(ts.EmitHint.Unspecified, node, file);
  const kept = file.statements.flatMap((statement) => {
    if (!ts.isTypeAliasDeclaration(statement)) return [];
    const comment = file.text.slice(statement.getFullStart(), statement.getStart(file));
    const type = checker.typeToTypeNode(checker.getTypeAtLocation(statement), undefined, WHOLE);
    return `${comment}export type ${statement.name.text} = ${print(type)};`;
  });
  return `${kept.join('\n')}\nexport {};\n`;
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
