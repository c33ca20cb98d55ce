import { z } from 'zod';

/** SPDX 2.3 in JSON, as far as harden writes it: by chapters 6, 7, 10, 11 and 12 of the specification. */
const id = z.string().regex(/^SPDXRef-[A-Za-z0-9.-]+$/);
const date = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const creator = z.string().regex(/^(?:Tool|Organization|Person): .+/);
const expression = z.string().regex(/^[A-Za-z0-9.+() -]+$/);

const spdxPackage = z.strictObject({
  SPDXID: id,
  name: z.string().min(1),
  versionInfo: z.string().min(1).optional(),
  supplier: z.literal('NOASSERTION'),
  downloadLocation: z.literal('NOASSERTION'),
  filesAnalyzed: z.literal(false),
  licenseConcluded: expression,
  licenseDeclared: expression,
  copyrightText: z.string(),
  primaryPackagePurpose: z.enum(['CONTAINER', 'OPERATING-SYSTEM', 'LIBRARY', 'APPLICATION']),
  sourceInfo: z.string().optional(),
  checksums: z
    .array(
      z.strictObject({
        algorithm: z.literal('SHA256'),
        checksumValue: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .optional(),
  externalRefs: z
    .array(
      z.discriminatedUnion('referenceType', [
        z.strictObject({
          referenceCategory: z.literal('PACKAGE-MANAGER'),
          referenceType: z.literal('purl'),
          referenceLocator: z.string().regex(/^pkg:[a-z]+\/\S+$/),
        }),
        z.strictObject({
          referenceCategory: z.literal('SECURITY'),
          referenceType: z.literal('cpe23Type'),
          referenceLocator: z.string().regex(/^cpe:2\.3:[aho](?::[^:]+){10}$/),
        }),
      ]),
    )
    .min(1)
    .optional(),
  annotations: z
    .array(
      z.strictObject({
        annotationDate: date,
        annotationType: z.enum(['OTHER', 'REVIEW']),
        annotator: creator,
        comment: z.string().min(1),
      }),
    )
    .optional(),
});

export const spdxDocument = z.strictObject({
  spdxVersion: z.literal('SPDX-2.3'),
  dataLicense: z.literal('CC0-1.0'),
  SPDXID: z.literal('SPDXRef-DOCUMENT'),
  name: z.string().min(1),
  documentNamespace: z.url().regex(/^[^#]+$/),
  creationInfo: z.strictObject({ created: date, creators: z.array(creator).min(1) }),
  documentDescribes: z.array(id).min(1),
  packages: z.array(spdxPackage),
  hasExtractedLicensingInfos: z
    .array(
      z.strictObject({
        licenseId: z.string().regex(/^LicenseRef-[A-Za-z0-9.-]+$/),
        name: z.string().min(1),
        extractedText: z.string().min(1),
      }),
    )
    .optional(),
  relationships: z.array(
    z.strictObject({
      spdxElementId: id,
      relationshipType: z.enum(['DESCRIBES', 'CONTAINS', 'DEPENDS_ON']),
      relatedSpdxElement: id,
    }),
  ),
});
