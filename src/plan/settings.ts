import type { Span } from '../diagnostics/diagnostic.ts';

/** What `runtime` asks of the image besides packages and configuration; each is looked for in it. */
export interface Settings {
  timezone?: { name: string; origin: Span };
  /** `data`: the Debian package that has it, and its folder there; absent where none would fit. */
  locale?: {
    name: string;
    data?: { release: string; package: string; folder: string };
    origin: Span;
  };
  /** `probe`: the program is harden's own. Times are in seconds. */
  healthcheck?: {
    test: string[];
    probe: boolean;
    interval: number;
    timeout: number;
    startPeriod?: number;
    retries: number;
    origin: Span;
  };
  fonts?: { packages: string[]; origin: Span };
  /** Authorities that the program trusts besides those of the base. */
  ca?: { file: string; certificates: Certificate[]; origin: Span };
}

export interface Certificate {
  subject: string;
  /** Of the certificate, in hexadecimal. */
  sha256: string;
  pem: string;
}

export interface Writable {
  path: string;
  origin: Span;
}

export interface Healthcheck {
  Test: string[];
  Interval: number;
  Timeout: number;
  StartPeriod?: number;
  Retries: number;
}
