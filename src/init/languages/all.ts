import type { Language } from '../types.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { python } from './python.ts';
import { rust } from './rust.ts';
import { staticSite } from './static.ts';

/** In the order they are offered when a folder shows several. */
export const LANGUAGES: readonly Language[] = [go, rust, java, python, node, staticSite];
