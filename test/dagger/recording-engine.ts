import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RecordingEngine {
  session: { kind: 'own'; port: number; token: string };
  /** Every query in the order of arrival. Ids in them are the numbers of earlier queries. */
  queries: string[];
}

/** Answers for the last field of a query, or what gives one each time; ids are counted. */
type Answers = Record<string, unknown>;

/** A loopback server in the engine's place that records the GraphQL it is asked. */
export async function recordingEngine(answers: Answers = {}): Promise<RecordingEngine> {
  const queries: string[] = [];
  const ids = new Map<string, string>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const query = (JSON.parse(body).query as string).replace(/\s+/g, ' ').trim();
    const fields = fieldsOf(query);
    const last = fields.at(-1) ?? '';
    // The same question has the same id, whatever order the answers come in.
    if (last === 'id' && !ids.has(query)) ids.set(query, `#${ids.size + 1}`);
    if (!queries.includes(query)) queries.push(query);
    const given = answers[last] ?? (last === 'id' ? ids.get(query) : true);
    const answer = typeof given === 'function' ? await given() : given;
    response.setHeader('content-type', 'application/json');
    if (answer instanceof ExecFailure || answer instanceof EngineFailure) {
      response.end(JSON.stringify({ data: null, errors: [answer.error] }));
      return;
    }
    const data = fields.reduceRight((value: unknown, field) => ({ [field]: value }), answer);
    response.end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { session: { kind: 'own', port, token: 'test' }, queries };
}

/** What the engine says of a program that failed. */
export class ExecFailure {
  readonly error: unknown;

  constructor(cmd: string[], exitCode: number, stderr: string) {
    const extensions = { _type: 'EXEC_ERROR', cmd, exitCode, stdout: '', stderr };
    this.error = { message: 'process failed', extensions };
  }
}

/** What the engine says of its own failure. */
export class EngineFailure {
  readonly error: unknown;

  constructor(message: string) {
    this.error = { message };
  }
}

/** The chain of fields of a query, without arguments and inline fragments. */
function fieldsOf(query: string): string[] {
  const bare = query.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\.\.\. on \w+/g, '');
  let plain = bare;
  while (/\([^()]*\)/.test(plain)) plain = plain.replace(/\([^()]*\)/g, '');
  return plain.match(/\w+/g) ?? [];
}
