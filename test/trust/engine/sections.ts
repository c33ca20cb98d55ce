import type { AnySection } from '../section.ts';
import { faults, networkFaults } from './faults/section.ts';
import { isolation } from './isolation/section.ts';
import { reproducibility } from './reproducibility.ts';
import { secrets } from './secrets/section.ts';

/** The lines of the table for which images are built: they need an engine and the built program. */
export const ENGINE_SECTIONS: AnySection[] = [
  reproducibility,
  secrets,
  isolation,
  faults,
  networkFaults,
];
