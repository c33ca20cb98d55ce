/** The little of ssh2 that the tests use; its own types bring those of an old Node with them. */
declare module 'ssh2' {
  import type { Duplex, Readable } from 'node:stream';

  interface Key {
    getPublicSSH(): Buffer;
    verify(data: Buffer, signature: Buffer, algorithm?: string): boolean;
  }

  interface Authentication {
    method: string;
    key?: { data: Buffer };
    blob?: Buffer;
    signature?: Buffer;
    hashAlgo?: string;
    accept(): void;
    reject(methods?: string[]): void;
  }

  interface Channel extends Duplex {
    stderr: Readable & NodeJS.WritableStream;
    exit(code: number): void;
  }

  type Accept<T> = () => T;

  interface Session {
    on(
      event: 'exec',
      listener: (accept: Accept<Channel>, reject: () => void, info: { command: string }) => void,
    ): this;
  }

  interface Connection {
    on(event: 'authentication', listener: (context: Authentication) => void): this;
    on(event: 'session', listener: (accept: Accept<Session>) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    end(): void;
  }

  interface Server {
    listen(port: number, host: string, listening: () => void): this;
    address(): { port: number };
    close(): void;
  }

  const ssh2: {
    Server: new (
      options: { hostKeys: string[] },
      connection: (client: Connection) => void,
    ) => Server;
    utils: { parseKey(key: string): Key | Error };
  };
  export default ssh2;
}
