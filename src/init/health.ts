import { hits, thatFile } from './lines.ts';
import { codeFiles, type Place } from './ports.ts';
import type { Fact, Language, ProjectView } from './types.ts';

/** Paths that say "alive", the most telling first. Readiness may hang on a database, so it is last. */
const PATHS = [
  '/healthz',
  '/livez',
  '/health/live',
  '/health',
  '/_health',
  '/api/healthz',
  '/api/health',
  '/health-check',
  '/healthcheck',
  '/alive',
  '/ping',
  '/up',
  '/status',
  '/readyz',
  '/ready',
];
const ROUTE =
  /route|router|handle|path|mapping|\.get\(|\.all\(|@\w+\.|url|endpoint|service\(|resource|#\[get\(/i;
/** Django writes paths without the leading slash. */
const DJANGO = /\b(?:re_)?path\(\s*r?["']\^?((?:healthz?|livez|ping|status|readyz?)\/?)\$?["']/;
/** Next, SvelteKit, Nuxt: the path of the file is that of the route. */
const BY_FILE =
  /^(?:src\/)?(?:app|pages|routes|server)\/((?:api\/)?(?:healthz?|livez|ping|status))(?:\/(?:route|\+server)|\/index|\.get)?\.[jt]sx?$/;
const PREFIX = /(?:APIRouter|Blueprint|Router)\(.*\b(?:url_)?prefix\s*=\s*["']([^"']+)["']/;

/** The route that says that the program is alive, by a text in its code. */
export function healthInCode(
  view: ProjectView,
  language: Pick<Language, 'sources' | 'tests'>,
  place: Place,
): Fact<string> | undefined {
  const files = codeFiles(view, language, place);
  for (const path of PATHS) {
    const text = new RegExp(`["'\`](?:GET )?(${path})/?["'\`]`);
    for (const file of files) {
      for (const { match, evidence } of hits(view, file, text)) {
        if (/^\s*(?:\/\/|#|\*)/.test(evidence.text)) continue;
        if (!ROUTE.test(evidence.text)) {
          const guess = 'it may be something else than a route';
          return { value: path, evidence: [evidence], guess };
        }
        const slash = match[0].slice(0, -1).endsWith('/') ? '/' : '';
        return prefixed(view, file, { value: path + slash, evidence: [evidence] });
      }
    }
  }
  for (const file of files) {
    const path = BY_FILE.exec(file)?.[1];
    if (path !== undefined) return { value: `/${path}`, evidence: [thatFile(view, file)] };
  }
  for (const file of files) {
    const [hit] = hits(view, file, DJANGO);
    if (hit) return { value: `/${hit.match[1]}`, evidence: [hit.evidence] };
  }
  return undefined;
}

/** A router with a prefix of its own puts it before its routes. */
function prefixed(view: ProjectView, file: string, fact: Fact<string>): Fact<string> {
  const [hit] = hits(view, file, PREFIX);
  if (!hit) return fact;
  return { value: `${hit.match[1]}${fact.value}`, evidence: [...fact.evidence, hit.evidence] };
}
