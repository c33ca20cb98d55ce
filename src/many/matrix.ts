import { slugsOf } from './slug.ts';

export const CI = ['github', 'gitlab'] as const;
export type Ci = (typeof CI)[number];

/** The most jobs that one matrix of theirs has. */
export const MOST_JOBS: Record<Ci, number> = { github: 256, gitlab: 200 };

interface Entry {
  label: string;
  path: string;
  image?: string;
}

/**
 * The jobs of a CI, one for each image, as one line of JSON. `name` is there once in a matrix and fits for
 * jobs and artifacts; `image` is empty where the spec has one image.
 */
export function matrixOf(entries: readonly Entry[], ci: Ci): string {
  const names = slugsOf(entries.map(({ label }) => label));
  const jobs = entries.map(({ path, image = '' }, at) => ({ path, image, name: names[at] ?? '' }));
  return JSON.stringify(ci === 'github' ? { include: jobs } : gitlab(jobs));
}

/** A pipeline of one job, which says what it does in a template of the name `.harden`. */
function gitlab(jobs: readonly { path: string; image: string; name: string }[]) {
  const matrix = jobs.map(({ path, image, name }) => ({
    HARDEN_PATH: path,
    HARDEN_IMAGE: image,
    HARDEN_NAME: name,
  }));
  return { harden: { extends: '.harden', parallel: { matrix } } };
}
