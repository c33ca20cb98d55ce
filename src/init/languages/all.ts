import type { Language } from '../types.ts';
import { go } from './go.ts';
import { python } from './python.ts';

/** In the order they are offered when a folder shows several. */
export const LANGUAGES: readonly Language[] = [go, python];
