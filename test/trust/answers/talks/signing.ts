import { certify } from '../../../../src/signing/keyless/certificate.ts';
import { identityToken } from '../../../../src/signing/keyless/identity-token.ts';
import { logEntry } from '../../../../src/signing/keyless/log-entry.ts';
import { selfSigned } from '../../../certificate.ts';
import { JOB } from '../secrets.ts';
import type { Talk } from '../talk.ts';
import { patience } from '../talk.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JOB_TOKEN = `${part({})}.${part({ iss: 'https://issuer.example', sub: 'a' })}.${JOB}`;

const { cert } = selfSigned();
const chain = { chain: { certificates: [cert] } };
const entry = {
  body: Buffer.from('{"kind":"dsse","apiVersion":"0.0.1"}').toString('base64'),
  ...{ integratedTime: 1, logID: 'aa', logIndex: 1 },
  verification: {
    signedEntryTimestamp: 'eA==',
    inclusionProof: { logIndex: 1, treeSize: 2, rootHash: 'aa', hashes: ['aa'], checkpoint: 'x' },
  },
};

/** The token of a job, a certificate (Fulcio) and an entry of the log (Rekor). */
export const signing: Talk = {
  name: 'services that sign',
  begin: () => ({
    answers: new Map([
      ['GET /job', { body: JSON.stringify({ value: JOB_TOKEN }) }],
      [
        'POST /api/v2/signingCert',
        { body: JSON.stringify({ signedCertificateEmbeddedSct: chain }) },
      ],
      ['POST /api/v1/log/entries', { body: JSON.stringify({ aa: entry }) }],
    ]),
    async ask(at) {
      const { url } = at.places;
      const asks = { patience: patience(at), signal: at.signal };
      const env = {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/job`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: JOB,
      };
      const token = await identityToken(env, asks);
      const { certificate } = await certify(url, token, asks);
      const found = await logEntry(url, { payload: 'eA==' }, certificate, asks);
      // What does not fit is refused by the trust root; here it has to be an entry.
      return 'logIndex' in found ? undefined : 'gave no entry';
    },
  }),
};
