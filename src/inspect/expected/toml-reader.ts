import type { Toml, TomlTable } from './toml.ts';

/** Text that is no TOML of a lock file. */
export class NotToml extends Error {}

const ESCAPES: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };

/** Reads keys and values one after the other; `assign` reads a pair into a table. */
export class TomlReader {
  readonly #text: string;
  readonly #assign: (table: TomlTable, reader: TomlReader) => void;
  #at = 0;

  constructor(text: string, assign: (table: TomlTable, reader: TomlReader) => void) {
    this.#text = text;
    this.#assign = assign;
  }

  done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Blanks, line ends and comments. */
  skip(): void {
    this.match(/(?:\s|#[^\n]*)*/y);
  }

  take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  need(word: string): void {
    this.match(/[ \t]*/y);
    if (!this.take(word)) throw new NotToml();
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  keys(): string[] {
    const path: string[] = [];
    do {
      this.match(/[ \t]*/y);
      const bare = this.match(/[A-Za-z0-9_-]+/y)?.[0];
      path.push(bare ?? this.text());
      this.match(/[ \t]*/y);
    } while (this.take('.'));
    return path;
  }

  text(): string {
    const literal = this.match(/'''\n?([\s\S]*?)'''(?!')|'(?!'')([^'\n]*)'/y);
    if (literal) return literal[1] ?? literal[2] ?? '';
    const basic = this.match(/"""\n?((?:\\[\s\S]|[^\\])*?)"""(?!")|"(?!"")((?:\\.|[^"\\\n])*)"/y);
    if (!basic) throw new NotToml();
    return (basic[1] ?? basic[2] ?? '').replace(
      /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\n\s*|(.))/g,
      (_all, short, long, one) => {
        if (short || long) return String.fromCodePoint(Number.parseInt(short ?? long, 16));
        return ESCAPES[one] ?? one ?? '';
      },
    );
  }

  value(): Toml {
    this.match(/[ \t]*/y);
    if (this.take('[')) return this.#list();
    if (this.take('{')) return this.#inlineTable();
    const word = this.match(/[+\-\w.:]+/y)?.[0];
    if (word === undefined) return this.text();
    if (word === 'true' || word === 'false') return word === 'true';
    const number = Number(word.replaceAll('_', ''));
    return Number.isNaN(number) ? word : number;
  }

  #list(): Toml[] {
    const items: Toml[] = [];
    for (this.skip(); !this.take(']'); this.skip()) {
      items.push(this.value());
      this.skip();
      if (!this.take(',')) {
        this.need(']');
        break;
      }
    }
    return items;
  }

  #inlineTable(): TomlTable {
    const table: TomlTable = {};
    for (this.skip(); !this.take('}'); this.skip()) {
      this.#assign(table, this);
      this.skip();
      if (!this.take(',')) {
        this.need('}');
        break;
      }
    }
    return table;
  }
}
