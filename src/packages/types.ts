/** A package as an image's own package database has it. */
export interface InstalledPackage {
  name: string;
  version: string;
  manager: 'apk' | 'dpkg';
  /** Paths below the root, without a leading slash. Empty where the database has no list. */
  files: string[];
  /** What its files were when it was installed, as `md5:` or `sha1:` and hex, as far as it says. */
  checksums: Readonly<Record<string, string>>;
  /** Names it stands for besides its own, without versions. */
  provides: string[];
  /** Names it asks for, without versions; alternatives are all there. */
  depends: string[];
  /** Its paragraph, as it stands in the database, without the empty line at its end. */
  record: string;
  /** The file that holds the record. */
  database: string;
}

/** The files of an image whose text is needed, by path below the root. */
export type Texts = ReadonlyMap<string, string>;
