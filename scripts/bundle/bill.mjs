// What is bundled as a CycloneDX document, which scanners read where they find the package: in code
// that was bundled they would see none of it.

/** The text. `own` is harden's package.json. */
export function billOfMaterials(own, packages) {
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...named(own) } },
    components: packages.map((one) => ({ type: 'library', ...named(one) })),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function named({ name, version, license }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { 'bom-ref': purl, name, version, licenses: [{ license: { id: license } }], purl };
}
