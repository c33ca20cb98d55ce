/**
 * Ink on paper, and one colour that means trouble: a page without findings has none of it. Severities
 * are its strengths.
 */
export const COLOURS = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf9;
  --raised: #f4f2ee;
  --ink: #1c1b19;
  --quiet: #66625b;
  --line: #e3dfd8;
  --accent: #b3261e;
  --critical: #b3261e;
  --high: #d9776d;
  --medium: #ecb0a9;
  --low: #f3d6d2;
  --unknown: #d5d1c9;
  --on-critical: #ffffff;
  --on-high: #1c1b19;
  --tile: #e9e6e0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #161514;
    --raised: #1f1e1c;
    --ink: #edeae4;
    --quiet: #a7a299;
    --line: #33312e;
    --accent: #ff9384;
    --critical: #ff8474;
    --high: #a9554a;
    --medium: #7a423b;
    --low: #55342f;
    --unknown: #4a4742;
    --on-critical: #161514;
    --on-high: #ffffff;
    --tile: #2b2927;
  }
}
`;
