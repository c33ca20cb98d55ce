/**
 * Whether a licence expression of SPDX holds, by what is said of each licence in it: of `OR` one is
 * enough, of `AND` all have to. `WITH` belongs to the licence before it. What is no expression is
 * the name of one licence.
 */
export function holds(text: string, isFine: (licence: string) => boolean): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const parser = { tokens, at: 0, isFine };
  const result = either(parser);
  return result === undefined || parser.at < tokens.length ? isFine(text.trim()) : result;
}

interface Parser {
  tokens: readonly string[];
  at: number;
  isFine: (licence: string) => boolean;
}

/** All of these are undefined where the text is no expression. */
type Value = boolean | undefined;

function either(parser: Parser): Value {
  return chain(parser, 'OR', both, (a, b) => a || b);
}

function both(parser: Parser): Value {
  return chain(parser, 'AND', licence, (a, b) => a && b);
}

function chain(
  parser: Parser,
  operator: string,
  next: (parser: Parser) => Value,
  join: (a: boolean, b: boolean) => boolean,
): Value {
  let value = next(parser);
  while (value !== undefined && parser.tokens[parser.at]?.toUpperCase() === operator) {
    parser.at += 1;
    const right = next(parser);
    value = right === undefined ? undefined : join(value, right);
  }
  return value;
}

const OPERATOR = /^(?:AND|OR|WITH|\))$/i;

function licence(parser: Parser): Value {
  const { tokens } = parser;
  const token = tokens[parser.at];
  if (token === undefined || OPERATOR.test(token)) return undefined;
  parser.at += 1;
  if (token === '(') {
    const value = either(parser);
    if (tokens[parser.at] !== ')') return undefined;
    parser.at += 1;
    return value;
  }
  if (tokens[parser.at]?.toUpperCase() !== 'WITH') return parser.isFine(token);
  const exception = tokens[parser.at + 1];
  if (exception === undefined || OPERATOR.test(exception)) return undefined;
  parser.at += 2;
  return parser.isFine(`${token} WITH ${exception}`);
}
