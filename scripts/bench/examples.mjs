/** In a text that is added, what is another one for every builder and round. */
const UNIQUE = 'UNIQUE';

/**
 * What is built, and what each scenario adds to its files. `program` is the path in the image that changes
 * with the source; `base` is the lab's image that new bases are made from.
 */
const EXAMPLES = [
  {
    id: 'go-api',
    program: 'app/server',
    base: { from: 'distroless/static-debian13:nonroot', name: 'bench/static' },
    ko: { path: 'ko-app/inventory' },
    line: [{ file: 'main.go', text: `\nvar bench = "${UNIQUE}"\n` }],
    dependency: [
      { file: 'go.mod', text: `\nrequire github.com/google/uuid v1.6.0 // ${UNIQUE}\n` },
      {
        file: 'go.sum',
        text: [
          'github.com/google/uuid v1.6.0 h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=',
          'github.com/google/uuid v1.6.0/go.mod h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=',
          '',
        ].join('\n'),
      },
      {
        file: 'bench.go',
        text: `package main\n\nimport _ "github.com/google/uuid"\n\nvar bench = "${UNIQUE}"\n`,
      },
    ],
  },
  {
    id: 'node-api',
    program: 'app/dist/main.js',
    line: [{ file: 'src/main.ts', text: `\nexport const bench = '${UNIQUE}';\n` }],
  },
  {
    id: 'python-api',
    program: 'app/src/app/main.py',
    line: [{ file: 'app/main.py', text: `\nBENCH = "${UNIQUE}"\n` }],
  },
];

export function examplesOf(ids) {
  const unknown = ids.filter((id) => !EXAMPLES.some((one) => one.id === id));
  if (unknown.length > 0) {
    const known = EXAMPLES.map(({ id }) => id).join(', ');
    throw new Error(`no example is called ${unknown.join(', ')}, expected some of ${known}`);
  }
  return EXAMPLES.filter(({ id }) => ids.includes(id));
}

/** What the additions make of files whose texts are given, by name; a file that is not there is new. */
export function added(additions, texts, unique) {
  const files = additions.map(({ file, text }) => [
    file,
    `${texts[file] ?? ''}${text.replaceAll(UNIQUE, unique)}`,
  ]);
  return Object.fromEntries(files);
}
