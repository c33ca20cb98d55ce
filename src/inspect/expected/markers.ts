/** What is known of the place a package is installed to; what is not there is unknown. */
export type Environment = Readonly<Record<string, string>>;

/** The variables of PEP 508 that a Linux image of CPython has for certain. */
export function linuxEnvironment(architecture: string): Environment {
  const machine = { amd64: 'x86_64', arm64: 'aarch64' }[architecture];
  return {
    os_name: 'posix',
    sys_platform: 'linux',
    platform_system: 'Linux',
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    ...(machine && { platform_machine: machine }),
  };
}

type Answer = boolean | undefined;

const TOKEN = /\s*(?:([()])|(===|[<>=!~]=|[<>])|("[^"]*"|'[^']*')|([A-Za-z_][A-Za-z0-9_.]*))/y;

/**
 * Whether an environment marker of PEP 508 holds. Undefined where that hangs on something that is
 * not known, such as the release of the interpreter, and for text that is no marker.
 */
export function markerHolds(marker: string, environment: Environment): Answer {
  const tokens = tokensOf(marker);
  if (!tokens) return undefined;
  let at = 0;
  const take = (word: string) => tokens[at] === word && ++at > 0;

  function either(): Answer {
    let answer = both();
    while (take('or')) answer = or(answer, both());
    return answer;
  }

  function both(): Answer {
    let answer = one();
    while (take('and')) answer = and(answer, one());
    return answer;
  }

  function one(): Answer {
    if (take('(')) {
      const answer = either();
      return take(')') ? answer : undefined;
    }
    const left = tokens?.[at++];
    const operator = take('not') ? `not ${tokens?.[at++]}` : tokens?.[at++];
    return compared(known(left, environment), operator, known(tokens?.[at++], environment));
  }

  const answer = either();
  return at === tokens.length ? answer : undefined;
}

function tokensOf(marker: string): string[] | undefined {
  const tokens: string[] = [];
  const text = marker.trimEnd();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    tokens.push(found[0].trim());
  }
  return tokens;
}

function known(token: string | undefined, environment: Environment): string | undefined {
  if (token === undefined) return undefined;
  if (/^["']/.test(token)) return token.slice(1, -1);
  return Object.hasOwn(environment, token) ? environment[token] : undefined;
}

/** Versions are never among what is known, so texts are all there is to compare. */
function compared(left: string | undefined, operator: string | undefined, right?: string): Answer {
  if (left === undefined || right === undefined) return undefined;
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  return undefined;
}

function and(left: Answer, right: Answer): Answer {
  if (left === false || right === false) return false;
  return left && right;
}

function or(left: Answer, right: Answer): Answer {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}
