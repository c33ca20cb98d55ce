import { expect, test } from 'vitest';
import { diagnose } from '../../src/smoke/diagnosis.ts';
import { facts, run } from './tests.ts';

const FILES: Record<string, string> = {
  'package.json': `{
  "dependencies": {"express": "5.0.0"},
  "devDependencies": {
    "@scope/tool": "1.0.0",
    "chalk": "5.0.0"
  },
  "optionalDependencies": {"fsevents": "2.0.0"},
  "peerDependencies": {"react": "19.0.0"}
}`,
  'packages/api/package.json': '{\n  "devDependencies": {\n    "chalk": "5.0.0"\n  }\n}',
  'server.js': '',
  'kept/out.js': '',
  'pyproject.toml': `[project]
name = "chalk"
dependencies = [
  "fastapi>=0.115",
]

[project.optional-dependencies]
images = ["Pillow>=11"]

[dependency-groups]
dev = [
  "pytest>=8",
  "httpx[http2]>=0.27",
]

[tool.poetry.group.test.dependencies]
PyYAML = "^6"
`,
  'requirements-dev.txt': '# tools\nrich==14.0.0\n',
  'uv.lock': '',
};

const IMAGE = [
  '/app/dist/main.js',
  '/app/api/main.py',
  '/app/target/service.jar',
  '/app/node_modules/express/index.js',
];

function diagnosis(log: string): string | undefined {
  const project = { has: (path: string) => path in FILES, read: (path: string) => FILES[path] };
  return diagnose(run, facts({ exitCode: 1, log }), { workdir: '/app', files: IMAGE, project });
}

const LOGS: [what: string, log: string, says: string][] = [
  [
    'a module of CommonJS',
    "Error: Cannot find module 'chalk'\nRequire stack:\n- /app/dist/main.js",
    'the Node module chalk is not in the image: it is a dependency for development (package.json:5), and these do not ship: move it to dependencies, and update the lock file',
  ],
  [
    'a part of a package with a scope',
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@scope/tool/part' imported from /app/dist/main.js",
    'the Node module @scope/tool is not in the image: it is a dependency for development (package.json:4)',
  ],
  [
    'a package of a workspace',
    "Cannot find package 'chalk' imported from /app/packages/api/src/main.js",
    '(packages/api/package.json:3)',
  ],
  [
    'what a package imports without a word',
    "Cannot find package 'left-pad' imported from /app/node_modules/express/index.js",
    'no package.json asks for it: add it to dependencies (npm install left-pad)',
  ],
  ['a package that is optional', "Cannot find package 'fsevents'", 'optional (package.json:7)'],
  ['a package of somebody else', "Cannot find package 'react'", 'package.json:8 leaves it'],
  ['a package that has to be there', "Cannot find package 'express'", 'package.json:2 asks for it'],
  [
    'a program in another folder',
    "Error: Cannot find module '/app/main.js'\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []",
    '/app/main.js is not in the image, but /app/dist/main.js is: correct it under entrypoint',
  ],
  [
    'a program that was left out',
    "Error: Cannot find module '/app/server.js'",
    'the project has server.js, so see what source.exclude',
  ],
  [
    'a file that another one loads',
    "Error: Cannot find module '../kept/out.js'\nRequire stack:\n- /app/dist/main.js",
    '/app/dist/main.js loads /app/kept/out.js, which is not in the image: the project has kept/out.js',
  ],
  [
    'a package in a group of development',
    "ModuleNotFoundError: No module named 'httpx'",
    'the Python module httpx is not in the image: httpx is in the group dev (pyproject.toml:13), which does not ship: move it to dependencies, and run uv lock',
  ],
  [
    'a package of another name in a group of Poetry',
    "ModuleNotFoundError: No module named 'yaml'",
    'PyYAML is in the group test (pyproject.toml:17)',
  ],
  [
    'a package of an extra',
    "ModuleNotFoundError: No module named 'PIL'",
    'Pillow is in the group images (pyproject.toml:8)',
  ],
  [
    'a package of requirements for development',
    "ModuleNotFoundError: No module named 'rich.console'",
    'rich is in requirements-dev.txt:2, which is not installed: move it to requirements.txt',
  ],
  [
    'a package that has to be there',
    "ModuleNotFoundError: No module named 'fastapi'",
    'pyproject.toml:4 asks for fastapi',
  ],
  [
    'a module that nobody asks for',
    "ModuleNotFoundError: No module named 'nowhere'",
    'add its package to the dependencies',
  ],
  [
    'a program of a module in another folder',
    '/usr/bin/python3.13: No module named main',
    'the Python module main is not in the image, but /app/api/main.py is',
  ],
  [
    'a module that a server starts',
    'ERROR:    Error loading ASGI app. Could not import module "apj.main".',
    'but /app/api/main.py is',
  ],
  [
    'a script that is not there',
    "/usr/bin/python3.13: can't open file '/app/main.py': [Errno 2] No such file or directory",
    '/app/main.py is not in the image, but /app/api/main.py is',
  ],
  [
    'a jar that is not there',
    'Error: Unable to access jarfile service.jar',
    '/app/service.jar is not in the image, but /app/target/service.jar is',
  ],
];

test.each(LOGS)('%s', (_what, log, says) => expect(diagnosis(log)).toContain(says));
