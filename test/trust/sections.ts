import { documents } from './documents/section.ts';
import type { AnySection } from './section.ts';
import { generatedSpecs, writtenSpecs } from './specs/section.ts';

/** Every line of the table. */
export const SECTIONS: AnySection[] = [writtenSpecs, generatedSpecs, ...documents];
