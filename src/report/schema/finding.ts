import { z } from 'zod';
import { day, list, number, severity, text, told } from './words.ts';

/** One advisory that concerns one package of the image. */
export const finding = z
  .object({
    id: told('Such as CVE-2024-1234', text),
    aliases: told('Its other names', list),
    ...{ package: text, version: text },
    purl: text.optional(),
    severity,
    cvss: told('The highest CVSS v3 base score that any source gives', number).optional(),
    kev: told('It is in the list of those known to be exploited', z.literal(true)).optional(),
    epss: told('How likely it is exploited within 30 days, 0 to 1', number).optional(),
    fixedVersion: told('Versions that mend it', text).optional(),
    fixDate: told('The day the first of them was there, YYYY-MM-DD', day).optional(),
    title: text.optional(),
    url: text.optional(),
    type: told('As scanners name the kind of package: debian, gobinary, …', text),
    path: told('The file of the image that holds or lists the package', text).optional(),
    layer: told('The diffId of the layer that the package is in', text).optional(),
    scanner: told('The one whose words these are', text),
    scanners: told('All that reported it', list).optional(),
  })
  .meta({ id: 'finding', description: 'One advisory that concerns one package of the image' });

export const disagreement = z.object({
  ...{ id: text, package: text, version: text },
  about: z.enum(['finding', 'fixedVersion', 'severity']),
  says: told('What each says, by scanner', z.record(text, text)),
  cause: told('The likely one', text),
});

export const imagePackage = z
  .object({
    ...{ name: text, version: text },
    class: told('Whose advisories it is matched with', z.enum(['os', 'app'])),
    type: text,
    ...{ purl: text.optional(), path: text.optional() },
    licences: told('As the package says them', list).optional(),
    dependsOn: told('Package URLs of what it asks for', list).optional(),
  })
  .meta({ id: 'package', description: 'A package of the image, as a scanner names it' });
