import { imageOf, scanned } from './images.ts';
import type { Layer } from './layout.ts';
import type { Blinding } from './types.ts';

const dependencies = (files: Record<string, string>): Layer => ({
  kind: 'dependencies',
  entries: Object.entries(files).map(([name, body]) => ({ name, body })),
});
const removed = (...names: string[]): Layer => ({
  kind: 'dependencies',
  entries: names.map((name) => ({ name })),
});

const NODE = imageOf('node-api');
const MODULE = 'app/node_modules/minimist';
const MINIMIST = dependencies({
  [`${MODULE}/package.json`]: '{"name": "minimist", "version": "1.2.5"}',
  [`${MODULE}/index.js`]: 'module.exports = () => ({});',
});

const PYTHON = imageOf('python-api');
const SITE = 'app/site-packages';
const INFO = `${SITE}/Jinja2-2.10.dist-info`;
const JINJA2 = dependencies({
  [`${SITE}/jinja2/__init__.py`]: '',
  [`${INFO}/METADATA`]: 'Metadata-Version: 2.1\nName: Jinja2\nVersion: 2.10\n',
  [`${INFO}/RECORD`]:
    'jinja2/__init__.py,,\nJinja2-2.10.dist-info/METADATA,,\nJinja2-2.10.dist-info/RECORD,,\n',
});

export const MODULES: Blinding[] = [
  {
    what: 'nothing: a Node package with a known hole',
    code: 1,
    says: 'CVE-2021-44906',
    run: () => scanned(NODE, MINIMIST),
  },
  {
    what: 'its `package.json` deleted',
    code: 4,
    says: 'it is of minimist, whose package.json is missing',
    run: () => scanned(NODE, MINIMIST, removed(`${MODULE}/.wh.package.json`)),
  },
  {
    what: 'its `package.json` emptied',
    code: 4,
    says: 'it is of minimist, whose package.json is missing or says no name and version',
    run: () =>
      scanned(
        NODE,
        dependencies({
          [`${MODULE}/package.json`]: '{}',
          [`${MODULE}/index.js`]: 'module.exports = 1;',
        }),
      ),
  },
  {
    what: 'nothing: a Python package with a known hole',
    code: 1,
    says: 'CVE-2019-10906',
    run: () => scanned(PYTHON, JINJA2),
  },
  {
    what: 'its `.dist-info` deleted',
    code: 4,
    says: 'no .dist-info with a name and a version lists it',
    run: () => scanned(PYTHON, JINJA2, removed(`${SITE}/.wh.Jinja2-2.10.dist-info`)),
  },
  {
    what: 'its `METADATA` deleted, its `RECORD` left',
    code: 4,
    says: 'no .dist-info with a name and a version lists it',
    run: () => scanned(PYTHON, JINJA2, removed(`${INFO}/.wh.METADATA`)),
  },
];
