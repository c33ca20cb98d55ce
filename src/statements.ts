import type { Judged } from './judge.ts';
import type { OnBase } from './on-base.ts';
import { packageVersion } from './package-root.ts';
import { billOf } from './statements/bill.ts';
import { cycloneDx } from './statements/cyclonedx.ts';
import { spdx } from './statements/spdx.ts';

export type Stated = Judged & Pick<OnBase, 'copied'>;

/** The statements about an image, by the name that the report gives them: file and text. */
export function statementsOf(stated: Stated): Record<string, { file: string; text: string }> {
  const { evidence, contents, copied } = stated;
  const { image, coverage } = evidence;
  const bill = billOf({
    image,
    harden: packageVersion(),
    ...(coverage.os && { os: coverage.os }),
    ...contents,
    copied,
    ledger: coverage.files,
  });
  return {
    cyclonedx: { file: 'sbom.cdx.json', text: cycloneDx(bill) },
    spdx: { file: 'sbom.spdx.json', text: spdx(bill) },
  };
}
