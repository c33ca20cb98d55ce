import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** A secret that is to be found nowhere. */
export interface Canary {
  what: string;
  value: string;
  /** How harden gets it. */
  from: 'environment' | 'file' | 'network' | 'harden';
  /** Of network settings the variable, of a file its name. */
  name?: string;
  /** What of it counts; all of it and its lines where it does not say. */
  parts?: string[];
}

const random = (bytes = 15) => randomBytes(bytes).toString('hex');

/** 25 of them, other ones in each run: an engine that met them before would take steps from its cache. */
export function canaries(): Canary[] {
  const inEnvironment: Record<string, string> = {
    'a plain one': random(),
    'base64 of itself': Buffer.from(random()).toString('base64'),
    'signs of URLs': `${random()}&a=b/c?d#e+f%41`,
    'signs of JSON': `${random()}\\n\t\\"{}`,
    'both quotes': `'${random()}"'`,
    '8 characters': random(4),
    'letters of other languages': `ключ-Ärger-${random()}-密`,
    'a dollar and backticks': `$${random()} $(id) \`id\` \${HOME}`,
    'a blank at its end': `${random()} `,
    'only digits': [...random()].map((one) => one.charCodeAt(0) % 10).join(''),
    'a word that looks like an option': `--password=${random()}`,
    'a long one': random(1500),
    'a token with dots': [random(), random(24), random(16)].join('.'),
  };
  const password = [random(), random(), random(), random(), random(), random()] as const;
  const inFiles: [name: string, value: string, parts?: string[]][] = [
    ['pem', pem()],
    ['file', `${random()}\n`],
    [
      'npmrc',
      `registry=https://npm.example/\n//npm.example/:_authToken=npm_${password[0]}\n`,
      [password[0]],
    ],
    ['netrc', `machine git.example login bot password ${password[1]}\n`, [password[1]]],
    ['docker', login(password[2]), [login(password[2]), auth(password[2])]],
    ['lines', `${random()}\r\n${random()}\r\n`],
  ];
  const url = (word: string, host: string) => `https://bot:${word}@${host}.example/simple`;
  return [
    ...Object.entries(inEnvironment).map(
      ([what, value]): Canary => ({ what, value, from: 'environment' }),
    ),
    {
      ...ofUrl('the address of an index', url(password[3], 'team'), password[3]),
      from: 'environment',
    },
    ...inFiles.map(
      ([name, value, parts]): Canary => ({
        ...{ what: `the file ${name}`, value, from: 'file', name },
        ...(parts && { parts }),
      }),
    ),
    {
      ...ofUrl('an index of the machine', url(password[4], 'pypi'), password[4]),
      name: 'PIP_INDEX_URL',
    },
    {
      ...ofUrl('a proxy of the machine', `http://me:${password[5]}@127.0.0.1:9`, password[5]),
      name: 'HTTP_PROXY',
    },
    { what: 'the login of a registry', value: random(), from: 'harden', name: 'login' },
    { what: 'the key that signs', value: pem(), from: 'harden', name: 'key' },
    {
      what: 'a variable that is no setting',
      value: random(),
      from: 'harden',
      name: 'AWS_SECRET_ACCESS_KEY',
    },
  ];
}

function ofUrl(what: string, value: string, password: string): Canary {
  return { what, value, from: 'network', parts: [password] };
}

function pem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function auth(password: string): string {
  return Buffer.from(`bot:${password}`).toString('base64');
}

function login(password: string): string {
  return `${JSON.stringify({ auths: { 'registry.example': { auth: auth(password) } } })}\n`;
}
