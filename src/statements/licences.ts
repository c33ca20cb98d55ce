/**
 * Identifiers of the SPDX list that packages really have; what is not among them is written as a
 * name, which every reader takes.
 */
export const KNOWN = new Set(
  `0BSD AFL-2.1 AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-2.0
  BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Views BSD-3-Clause BSD-4-Clause BSD-4-Clause-UC
  BSL-1.0 bzip2-1.0.6 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CPL-1.0
  curl EPL-1.0 EPL-2.0 EUPL-1.2 FSFAP FSFUL FSFULLR FTL GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only
  GFDL-1.3-or-later GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later
  LGPL-3.0-only LGPL-3.0-or-later Libpng libtiff MIT MIT-0 MIT-CMU MPL-1.1 MPL-2.0 MS-PL NCSA ODC-By-1.0
  OFL-1.1 OLDAP-2.8 OpenSSL PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 Ruby SSPL-1.0 Unicode-3.0
  Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1`.split(/\s+/),
);
const OPERATORS = new Set(['AND', 'OR']);

export type Licence = { id: string } | { expression: string } | { name: string };

/** Whether a word of a package is an identifier, an expression of identifiers, or a name. An exception
 * (`WITH`) makes it a name. */
export function licence(word: string): Licence {
  const text = word.trim();
  if (KNOWN.has(text)) return { id: text };
  return isExpression(text) ? { expression: text } : { name: text };
}

function isExpression(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let wanted: 'licence' | 'operator' = 'licence';
  let depth = 0;
  for (const token of tokens) {
    if (token === '(' && wanted === 'licence') depth += 1;
    else if (token === ')' && wanted === 'operator' && depth > 0) depth -= 1;
    else if (OPERATORS.has(token) && wanted === 'operator') wanted = 'licence';
    else if (KNOWN.has(token) && wanted === 'licence') wanted = 'operator';
    else return false;
  }
  return wanted === 'operator' && depth === 0;
}
