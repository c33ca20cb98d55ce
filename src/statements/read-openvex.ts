import type { z } from 'zod';
import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseJson } from '../parse-json.ts';
import type { VexDocument, VexProduct } from '../plan/vex.ts';
import { type OpenVex, openvex } from './openvex-schema.ts';

type Origin = Pick<VexDocument, 'file' | 'origin'>;

/** Reads an OpenVEX document. One that is not whole and right gives `policy/bad-vex`. */
export function readOpenVex(text: string | undefined, of: Origin): Result<VexDocument> {
  if (text === undefined) {
    return fail(
      bad(of, `there is no file ${of.file} of at most 1 MiB`, 'name a file of the project'),
    );
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return fail(bad(of, `${of.file} is not complete JSON`, 'give an OpenVEX document'));
  }
  const parsed = openvex.safeParse(value);
  if (parsed.success) return ok(documentOf(parsed.data, of));
  const hint = 'write it as OpenVEX 0.2.0, for example with vexctl';
  return fail(bad(of, `${of.file} is no OpenVEX document ${whyNot(parsed.error)}`, hint));
}

function documentOf(document: OpenVex, { file, origin }: Origin): VexDocument {
  return {
    file,
    id: document['@id'],
    author: document.author,
    statements: document.statements.map((one) => {
      const { name, aliases } = one.vulnerability;
      const justification = one.justification ?? one.impact_statement;
      return {
        names: [...new Set([name, ...aliases])],
        products: one.products.map(productOf),
        status: one.status,
        timestamp: new Date(one.timestamp ?? document.timestamp).toISOString(),
        ...(justification && { justification }),
      };
    }),
    origin,
  };
}

type Component = Omit<OpenVex['statements'][number]['products'][number], 'subcomponents'>;

function productOf(product: OpenVex['statements'][number]['products'][number]): VexProduct {
  return { ids: idsOf(product), parts: product.subcomponents.map(idsOf) };
}

function idsOf(component: Component): string[] {
  const { '@id': id, identifiers, hashes } = component;
  const digest = hashes['sha-256'];
  const ids = [id ?? [], Object.values(identifiers), digest ? `sha256:${digest}` : []].flat();
  return [...new Set(ids)];
}

function whyNot({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `at ${issue?.path.join('.') || 'its top level'}: ${issue?.message}`;
}

function bad({ origin }: Origin, message: string, hint: string): Diagnostic {
  return error('policy/bad-vex', message, { span: origin, hint });
}
