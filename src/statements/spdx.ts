import { EPOCH } from './epoch.ts';
import { json } from './json.ts';
import { declaredLicence, extractedLicences } from './spdx-licences.ts';
import { IMAGE, idOf, imagePackage, packageOf, SYSTEM, systemPackage } from './spdx-package.ts';
import type { Bill } from './types.ts';
import { uuidOf } from './uuid.ts';

const DOCUMENT = 'SPDXRef-DOCUMENT';

/** The bill as an SPDX 2.3 document. Equal bills give equal bytes; files are in the ledger. */
export function spdx(bill: Bill): string {
  const { image, parts } = bill;
  const creator = `Tool: harden-${bill.harden}`;
  const licences = parts.flatMap((part) => part.licences);
  return json({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: image.name,
    documentNamespace: `https://spdx.org/spdxdocs/harden-${uuidOf(`spdx ${image.digest}`)}`,
    creationInfo: { created: EPOCH, creators: [creator] },
    documentDescribes: [IMAGE],
    packages: [
      imagePackage(bill),
      ...(bill.os ? [systemPackage(bill.os)] : []),
      ...parts.map((part) => packageOf(part, declaredLicence(part.licences), creator)),
    ],
    ...extractedLicences(licences),
    relationships: relationshipsOf(bill),
  });
}

/** The image has the system and the app; the system has its packages. */
function relationshipsOf({ os, parts }: Bill) {
  const related = (
    spdxElementId: string,
    relationshipType: string,
    relatedSpdxElement: string,
  ) => ({
    spdxElementId,
    relationshipType,
    relatedSpdxElement,
  });
  return [
    related(DOCUMENT, 'DESCRIBES', IMAGE),
    ...(os ? [related(IMAGE, 'CONTAINS', SYSTEM)] : []),
    ...parts.map((part) =>
      related(os && part.kind === 'system' ? SYSTEM : IMAGE, 'CONTAINS', idOf(part.ref, part.name)),
    ),
    ...parts.flatMap((part) =>
      part.dependsOn.flatMap((ref) => {
        const other = parts.find((one) => one.ref === ref);
        return other
          ? [related(idOf(part.ref, part.name), 'DEPENDS_ON', idOf(ref, other.name))]
          : [];
      }),
    ),
  ];
}
