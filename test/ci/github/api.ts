import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

interface Comment {
  id: number;
  body: string;
  user: { login: string; type: string };
}

/** What the API has and how it answers; a test changes it as it goes on. */
export interface Hosted {
  url: string;
  comments: Comment[];
  pulls: unknown[];
  sarifs: { commit_sha: string; ref: string; text: string; checkout_uri: string }[];
  /** The states that an upload goes through, one at each look. */
  states: { processing_status: string; errors: string[] | null }[];
  requests: string[];
  /** Answers of this status instead, as many as are in the list. */
  failures: number[];
  authorization: Set<string | undefined>;
}

type Answer = [status: number, body: unknown];

/** The parts of GitHub's REST API that the action uses, with the answers that its reference has. */
export async function startGithub(): Promise<Hosted> {
  const hosted: Hosted = {
    url: '',
    comments: [],
    pulls: [],
    sarifs: [],
    states: [{ processing_status: 'complete', errors: null }],
    requests: [],
    failures: [],
    authorization: new Set(),
  };
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request, hosted);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  hosted.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hosted;
}

async function answer(request: IncomingMessage, hosted: Hosted): Promise<Answer> {
  const { method = '', url = '', headers } = request;
  hosted.requests.push(`${method} ${url}`);
  hosted.authorization.add(headers.authorization);
  const body = await bodyOf(request);
  const { pathname, searchParams } = new URL(url, hosted.url);
  if (pathname === '/user') return [403, { message: 'Resource not accessible by integration' }];
  const failure = hosted.failures.shift();
  if (failure) return [failure, { message: MESSAGES[failure] ?? 'Server Error' }];
  if (headers['x-github-api-version'] !== '2022-11-28') return [400, { message: 'no version' }];
  const route = `${method} ${pathname.replace(/^\/repos\/acme\/shop\//, '')}`;
  const [, id] = /^PATCH issues\/comments\/(\d+)$/.exec(route) ?? [];
  if (id) return patched(hosted, Number(id), body);
  switch (route) {
    case 'GET issues/7/comments':
      return [200, pageOf(hosted.comments, searchParams)];
    case 'POST issues/7/comments':
      return created(hosted, body);
    case 'GET pulls':
      return [200, searchParams.get('head') === 'mallory:feature/a b' ? hosted.pulls : []];
    case 'POST code-scanning/sarifs':
      return taken(hosted, body);
    case 'GET code-scanning/sarifs/47177e22-5596-11eb-80a1-c1e54ef945c6':
      return [200, hosted.states.length > 1 ? hosted.states.shift() : hosted.states[0]];
    default:
      return [404, { message: 'Not Found' }];
  }
}

const MESSAGES: Record<number, string> = {
  403: 'Resource not accessible by integration',
  429: 'You have exceeded a secondary rate limit',
};

function pageOf(comments: Comment[], query: URLSearchParams): Comment[] {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  return comments.slice(from, from + size);
}

function created(hosted: Hosted, { body }: Record<string, string>): Answer {
  if (!body || body.length > 65_536) return [422, { message: 'Validation Failed' }];
  const comment = { id: 1000 + hosted.comments.length, body, user: BOT };
  hosted.comments.push(comment);
  return [201, comment];
}

export const BOT = { login: 'github-actions[bot]', type: 'Bot' };

function patched(hosted: Hosted, id: number, { body }: Record<string, string>): Answer {
  const comment = hosted.comments.find((one) => one.id === id);
  if (!comment || !body) return [404, { message: 'Not Found' }];
  comment.body = body;
  return [200, comment];
}

function taken(hosted: Hosted, body: Record<string, string>): Answer {
  const { commit_sha = '', ref = '', sarif = '', checkout_uri = '' } = body;
  if (!/^[0-9a-f]{40}$/.test(commit_sha) || !/^refs\/(heads|tags|pull)\//.test(ref)) {
    return [400, { message: 'Invalid request' }];
  }
  const text = gunzipSync(Buffer.from(sarif, 'base64')).toString();
  hosted.sarifs.push({ commit_sha, ref, text, checkout_uri });
  const id = '47177e22-5596-11eb-80a1-c1e54ef945c6';
  return [202, { id, url: `${hosted.url}/repos/acme/shop/code-scanning/sarifs/${id}` }];
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}
